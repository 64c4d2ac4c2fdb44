package io.strongroom.token;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Fault} to the one mapper that knows HTTP. */
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  public FaultException(Fault fault) {
    this(fault, null);
  }

  /**
   * @param cause what the log may show; callers never see it
   */
  public FaultException(Fault fault, @Nullable Throwable cause) {
    // A fault is an expected answer: no stack is walked unless there is a cause to explain.
    super(fault.code().code() + ": " + fault.detail(), cause, false, cause != null);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
