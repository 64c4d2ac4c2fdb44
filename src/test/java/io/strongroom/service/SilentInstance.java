package io.strongroom.service;

import java.util.UUID;

/** Another instance, that is a member for a minute and never says that it has heard of anything. */
public final class SilentInstance implements AutoCloseable {
  private final UUID member = UUID.randomUUID();

  private SilentInstance() {}

  public static SilentInstance joined() {
    SilentInstance instance = new SilentInstance();
    Service.behindItsBack(
        "INSERT INTO member VALUES (?, clock_timestamp() + interval '1 minute')", instance.member);
    return instance;
  }

  /** Whether something of this tenant was changed that it is waited for. */
  public boolean isWaitedFor(String tenantId) {
    return Service.value(
            Long.class,
            "SELECT count(*) FROM inbox WHERE member_id = ? AND tenant_id = ?",
            member,
            tenantId)
        > 0;
  }

  /** It is waited for no more. */
  @Override
  public void close() {
    Service.behindItsBack("DELETE FROM inbox WHERE member_id = ?", member);
    Service.behindItsBack("DELETE FROM member WHERE member_id = ?", member);
  }
}
