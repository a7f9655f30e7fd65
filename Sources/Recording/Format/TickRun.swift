public import Market

/// Ticks that follow each other in a block of a recording, where they lie: checked, not copied.
///
/// It is only valid within the call that hands it out.
@frozen
public struct TickRun: RandomAccessCollection {
  /// The first tick's index.
  public let startIndex = 0
  /// The number of ticks.
  public let endIndex: Int
  /// Ticks whose bid is above their ask.
  public let crossedQuotes: Int

  @usableFromInline let start: UnsafeRawPointer
  @usableFromInline let stride: Int
  @usableFromInline let ids: UnsafeBufferPointer<Int32>

  init(
    _ start: UnsafeRawPointer, count: Int, stride: Int, ids: UnsafeBufferPointer<Int32>,
    crossedQuotes: Int
  ) {
    self.start = start
    endIndex = count
    self.stride = stride
    self.ids = ids
    self.crossedQuotes = crossedQuotes
  }

  /// The tick at an index.
  @inlinable
  public subscript(position: Int) -> RecordedTick { RecordedTick(start + position &* stride) }

  /// The instrument of a symbol that a tick of this run has, in the reader's registry.
  @inlinable
  public func instrument(of symbol: Int) -> InstrumentID { InstrumentID(index: ids[symbol]) }
}
