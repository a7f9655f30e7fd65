public import Market
public import Money

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
  /// Best bid.
  @inlinable public var bid: Price { Price(micros: signed(16)) }
  /// Best ask.
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
