import Market

/// The symbols one file has mentioned, found by their bytes without making a `String`.
///
/// An open-addressed table over symbols of up to 32 bytes, which four overlapping loads cover;
/// longer ones go to the registry each time. It grows with the file's symbols, at most half full.
struct SymbolCache: ~Copyable {
  private struct Entry {
    var key: SymbolKey
    /// The id, or -1 where nothing is stored.
    var index: Int32
  }

  private var entries: UnsafeMutablePointer<Entry>
  private var shift: UInt64
  private var used = 0

  /// Bytes of a symbol that the cache covers at most.
  static let bytesMax = 32

  /// An empty cache.
  init() {
    shift = 64 - 6
    entries = Self.emptyTable(slots: 64)
  }

  deinit { entries.deallocate() }

  /// The id stored for a key; -1 when there is none.
  @inline(__always)
  func find(_ key: SymbolKey) -> Int32 {
    let mask = (1 &<< (64 &- shift)) &- 1
    var slot = key.hash &>> shift
    while true {
      let entry = entries + Int(truncatingIfNeeded: slot)
      if entry.pointee.key == key || entry.pointee.index < 0 { return entry.pointee.index }
      slot = (slot &+ 1) & mask
    }
  }

  /// Stores the id of a key that is not there yet.
  mutating func insert(_ key: SymbolKey, id: InstrumentID) {
    let slots = 1 << (64 - Int(shift))
    if 2 * (used + 1) > slots { grow(from: slots) }
    place(Entry(key: key, index: id.index))
    used += 1
  }

  private mutating func grow(from slots: Int) {
    let old = entries
    entries = Self.emptyTable(slots: 2 * slots)
    shift -= 1
    for slot in 0..<slots where old[slot].index >= 0 { place(old[slot]) }
    old.deallocate()
  }

  private func place(_ entry: Entry) {
    let mask = (UInt64(1) << (64 - shift)) - 1
    var slot = entry.key.hash >> shift
    while entries[Int(slot)].index >= 0 { slot = (slot + 1) & mask }
    entries[Int(slot)] = entry
  }

  private static func emptyTable(slots: Int) -> UnsafeMutablePointer<Entry> {
    let table = UnsafeMutablePointer<Entry>.allocate(capacity: slots)
    table.initialize(repeating: Entry(key: SymbolKey.none, index: -1), count: slots)
    return table
  }
}

/// All bytes of a short symbol, as five words that compare without a loop.
struct SymbolKey: Equatable {
  private var head: UInt64
  private var second: UInt64
  private var third: UInt64
  /// The last eight bytes, those that a shorter symbol has not being zero.
  private(set) var tail: UInt64
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
