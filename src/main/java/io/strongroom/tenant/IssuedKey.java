package io.strongroom.tenant;

/** An API key that was just made: the one time its text is there. */
public record IssuedKey(KeyMetadata metadata, ApiKey apiKey) {}
