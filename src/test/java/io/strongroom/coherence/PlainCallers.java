package io.strongroom.coherence;

import java.util.function.LongConsumer;

/** They read, and they change whatever is there; each version is as good as any other. */
final class PlainCallers implements MemorySimulation.Callers {
  @Override
  public boolean mayRemember(long version) {
    return true;
  }

  @Override
  public void read(SimulatedInstance at, int slot, LongConsumer told) {
    at.read(slot, told);
  }

  @Override
  public void change(SimulatedInstance at, int slot, LongConsumer answered) {
    at.change(new SlotChange(slot, version -> version + 1, false), answered, failure -> {});
  }
}
