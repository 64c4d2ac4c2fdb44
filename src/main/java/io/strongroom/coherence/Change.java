package io.strongroom.coherence;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change under way: what it is about. From the moment a topic is named until the change has
 * ended, this instance neither answers from memory nor keeps what it reads of the topic.
 *
 * <p>Used by one transaction, one step after the other.
 */
public final class Change {
  /** More than so many make it about the tenant as a whole. */
  private static final int MOST_TOPICS = 1_000;

  private final UUID id = UUID.randomUUID();
  private final Floors floors;
  private final @Nullable UUID writer;
  private final Set<Topic> topics = new LinkedHashSet<>();
  private boolean sent;

  /**
   * @param writer the member that this instance is when the change begins. It needs no letter,
   *     because of the holds; but what this instance joins as later does, because by then the
   *     change may have been given up and may be made all the same.
   */
  Change(Floors floors, @Nullable UUID writer) {
    this.floors = floors;
    this.writer = writer;
  }

  /** Says, before the commit, what is changed. All topics of a change are of one tenant. */
  public void isAbout(Topic topic) {
    Topic named = topics.size() < MOST_TOPICS ? topic : Topic.of(topic.tenant());
    if (topics.add(named)) {
      floors.hold(named);
    }
  }

  UUID id() {
    return id;
  }

  @Nullable UUID writer() {
    return writer;
  }

  Set<Topic> topics() {
    return topics;
  }

  /** Whether anybody has a letter about it. */
  boolean sent() {
    return sent;
  }

  void sent(boolean anyMember) {
    sent = anyMember;
  }

  /** After the transaction, however it has ended. */
  void over() {
    topics.forEach(floors::letGo);
  }
}
