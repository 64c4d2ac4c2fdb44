package io.strongroom.tenant;

import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The caller of this request; written once by {@link AccessFilter}, before any resource runs. */
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;

  void set(Caller found) {
    caller = found;
  }

  /** The caller, where one was found yet. */
  @Nullable Caller find() {
    return caller;
  }

  public Caller get() {
    if (caller == null) {
      throw new IllegalStateException("a method without a check of access was called");
    }
    return caller;
  }

  /**
   * The tenant of the path, if the caller may administer it. A neighbour's and one that does not
   * exist are refused alike.
   */
  public TenantId administered(TenantId tenant) {
    if (!get().administers(tenant)) {
      throw Fault.of(FaultCode.FORBIDDEN, "The key does not administer this tenant").exception();
    }
    return tenant;
  }
}
