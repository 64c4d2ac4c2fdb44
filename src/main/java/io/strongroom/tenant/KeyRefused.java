package io.strongroom.tenant;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.FaultException;

/** The reasons why an API key is refused; each sentence is part of the contract. */
final class KeyRefused {

  private KeyRefused() {}

  static FaultException missing() {
    return refused("Credentials are not specified");
  }

  static FaultException empty() {
    return refused("Api-Key token is not specified");
  }

  static FaultException prefix() {
    return refused("Api-Key token prefix invalid");
  }

  static FaultException length() {
    return refused("Api-Key token length invalid");
  }

  static FaultException format() {
    return refused("Api-Key token format invalid");
  }

  static FaultException unknown() {
    return refused("Api-Key token is invalid");
  }

  /** Deleted, expired, or of a tenant that was deleted. */
  static FaultException revoked() {
    return refused("Api-Key token is revoked");
  }

  private static FaultException refused(String sentence) {
    return Fault.of(FaultCode.UNAUTHENTICATED, sentence).exception();
  }
}
