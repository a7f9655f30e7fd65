/// All bytes of a short symbol, as five words that compare without a loop.
struct SymbolKey: Equatable {
  private var head: UInt64
  private var second: UInt64
  private var third: UInt64
  private var tail: UInt64
  private var count: UInt64

  /// The key of no symbol.
  static let none = SymbolKey(head: 0, second: 0, third: 0, tail: 0, count: 0)

  private init(head: UInt64, second: UInt64, third: UInt64, tail: UInt64, count: UInt64) {
    self.head = head
    self.second = second
    self.third = third
    self.tail = tail
    self.count = count
  }

  /// The key of one to 32 bytes.
  ///
  /// - Parameters:
  ///   - start: The first byte; eight bytes before `start + count` must be readable.
  ///   - count: How many there are, 1 ... 32.
  @inline(__always)
  init(_ start: UnsafeRawPointer, count: Int) {
    let end = start + count
    self.init(
      head: 0, second: 0, third: 0, tail: end.word(at: -8), count: UInt64(truncatingIfNeeded: count)
    )
    if count <= 8 {
      let unused = UInt64(truncatingIfNeeded: 8 &* (8 &- count))
      tail = (tail &>> unused) &<< unused
      return
    }
    head = start.word(at: 0)
    guard count > 16 else { return }
    second = start.word(at: 8)
    third = end.word(at: -16)
  }

  /// Whether these bytes are the key's.
  ///
  /// - Parameters:
  ///   - start: The first byte; eight bytes before `start + count` must be readable.
  ///   - count: How many there are, any number.
  /// - Returns: Whether they are equal, byte by byte.
  @inline(__always)
  func matches(_ start: UnsafeRawPointer, count: Int) -> Bool {
    guard UInt64(truncatingIfNeeded: count) == self.count else { return false }
    let end = start + count
    guard count > 8 else {
      let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
      return (end.word(at: -8) ^ tail) &>> unused == 0
    }
    guard end.word(at: -8) == tail, start.word(at: 0) == head else { return false }
    return count <= 16 || (start.word(at: 8) == second && end.word(at: -16) == third)
  }

  /// A hash whose high bits are well mixed.
  @inline(__always)
  var hash: UInt64 {
    let mixed = tail ^ (head &* 0x9fb2_1c65_1e98_df25) ^ (second &* 0xd6e8_feb8_6659_fd93)
    return (mixed ^ (mixed &>> 32) ^ third) &* 0x9e37_79b9_7f4a_7c15
  }
}
