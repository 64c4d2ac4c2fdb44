package io.strongroom.token;

/** Where an account is: one user in one environment of one tenant. */
public record AccountKey(TenantId tenant, EnvironmentName environment, Uid uid) {}
