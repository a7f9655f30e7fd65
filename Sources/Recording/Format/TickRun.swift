public import Market
public import Money

/// Ticks that follow each other in a block of a recording, where they lie: checked, not copied.
///
/// It is only valid within the call that hands it out.
@frozen
public struct TickRun: RandomAccessCollection {
  /// The first tick's index.
  public let startIndex = 0
  /// The number of ticks.
  public let endIndex: Int
  /// Ticks whose bid is above their ask, where both are quoted.
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

/// A tick where it lies in a recording: its fields are read from there, one by one.
@frozen
public struct RecordedTick {
  @usableFromInline let start: UnsafeRawPointer

  @inlinable
  @inline(__always)
  init(_ start: UnsafeRawPointer) { self.start = start }

  /// When it happened.
  @inlinable public var time: EventTime { EventTime(nanoseconds: signed(0)) }
  /// The index of its symbol in the file.
  @inlinable public var symbol: Int {
    Int(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
  }
  /// Best bid; zero when nobody quotes there.
  @inlinable public var bid: Price { Price(micros: signed(16)) }
  /// Best ask; zero when nobody quotes there.
  @inlinable public var ask: Price { Price(micros: signed(24)) }
  /// Last traded price.
  @inlinable public var ltp: Price { Price(micros: signed(32)) }
  /// Volume traded this day so far, in units; 0 when unknown.
  @inlinable public var volume: Int64 { signed(40) }

  @inlinable
  @inline(__always)
  func signed(_ offset: Int) -> Int64 {
    Int64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: Int64.self))
  }
}
