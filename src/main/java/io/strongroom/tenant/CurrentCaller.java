package io.strongroom.tenant;

import io.smallrye.mutiny.Uni;
import io.strongroom.token.Fault;
import io.strongroom.token.FaultCode;
import io.strongroom.token.TenantId;
import jakarta.enterprise.context.RequestScoped;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The caller of this request; written once by {@link AccessFilter}, before any resource runs. */
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;
  private @Nullable Supplier<Uni<Caller>> again;

  void set(Caller found) {
    caller = found;
  }

  /**
   * @param question who holds the key, or the session, of this request by now
   */
  void askAgain(Supplier<Uni<Caller>> question) {
    again = question;
  }

  /**
   * For answers to administrators that take long: whether the caller is still who it was and may do
   * the same. May be subscribed to outside of the request, as often as needed; fails where not.
   */
  public Uni<Void> stands() {
    Caller now = get();
    Supplier<Uni<Caller>> question = again;
    if (question == null) {
      throw new IllegalStateException("the caller was not found by a key or a session");
    }
    return Uni.createFrom()
        .deferred(() -> question.get())
        .invoke(
            found -> {
              if (!found.equals(now)) {
                throw Fault.of(FaultCode.FORBIDDEN, "The key has been changed").exception();
              }
            })
        .replaceWithVoid();
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
