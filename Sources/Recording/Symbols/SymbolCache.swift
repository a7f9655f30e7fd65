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
