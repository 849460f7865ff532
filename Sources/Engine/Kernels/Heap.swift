import CKernels

/// How a program that asks many questions should hold its memory.
public enum Heap {
  /// Keeps what queries free instead of giving it back to the system: bitmaps and columns of a query are some hundred kilobytes each, and touching
  /// fresh pages costs more than working on them. Call once, when the program starts to ask.
  public static func keepFreed() { luodi_set_heap(32 << 20, 256 << 20) }
}
