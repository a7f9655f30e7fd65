import Market
import Money

/// A tick on its way to a worker, in a form of fixed size that is written in place.
enum TickRecord {
  /// Its bytes.
  static let size = 96

  /// Writes a tick to memory of ``size`` bytes.
  @inline(__always)
  static func write(
    _ tick: borrowing Tick, sequence: Int64, orderCount: Int, to memory: UnsafeMutableRawPointer
  ) {
    memory.storeBytes(of: UInt32(ParentMessage.tickCode).littleEndian, as: UInt32.self)
    put(UInt32(clamping: orderCount), memory, 4)
    put(tick.instrument.index, memory, 8)
    put(Int32(0), memory, 12)
    put(sequence, memory, 16)
    put(tick.time.nanoseconds, memory, 24)
    put(tick.bid.micros, memory, 32)
    put(tick.ask.micros, memory, 40)
    put(tick.ltp.micros, memory, 48)
    put(tick.volume, memory, 56)
    put(tick.lastQuantity, memory, 64)
    put(tick.bidQuantity, memory, 72)
    put(tick.askQuantity, memory, 80)
    put(tick.openInterest, memory, 88)
  }

  @inline(__always)
  private static func put<Number: FixedWidthInteger>(
    _ number: Number, _ memory: UnsafeMutableRawPointer, _ offset: Int
  ) {
    memory.storeBytes(of: number.littleEndian, toByteOffset: offset, as: Number.self)
  }

  /// The tick of a message, its number and the orders at the desk; nil when it is none.
  static func read(
    _ bytes: UnsafeRawBufferPointer
  ) -> (tick: Tick, sequence: Int64, orderCount: Int)? {
    guard bytes.count == size, bytes[0] == ParentMessage.tickCode else { return nil }
    func number<Number: FixedWidthInteger>(_ offset: Int, as: Number.Type) -> Number {
      Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
    func price(_ offset: Int) -> Price { Price(micros: number(offset, as: Int64.self)) }
    let tick = Tick(
      time: EventTime(nanoseconds: number(24, as: Int64.self)),
      instrument: InstrumentID(index: number(8, as: Int32.self)), bid: price(32), ask: price(40),
      ltp: price(48), volume: number(56, as: Int64.self),
      lastQuantity: number(64, as: Int64.self), bidQuantity: number(72, as: Int64.self),
      askQuantity: number(80, as: Int64.self), openInterest: number(88, as: Int64.self))
    return (tick, number(16, as: Int64.self), Int(number(4, as: UInt32.self)))
  }
}
