package io.strongroom.sandbox;

/**
 * What calls are counted by. Members are empty where the call did not tell: no grant, a client or
 * token that the provider never knew.
 */
public record CallKey(Endpoint endpoint, String grant, String clientId, String uid) {}
