/// Which state the server's two-byte topic ids stand for.
///
/// The official client keeps one table a kind and looks in the order of the kinds; so does this one
/// when asked to. Pages of 256 ids are made on first use.
struct FeedTopicIDTable: Sendable {
  private static let pageSize = 256
  private static let kindCount = 3
  /// Page number by high byte; 0 is the empty page.
  private var pages = [UInt16](repeating: 0, count: 256)
  private var entries = [Int32](repeating: -1, count: pageSize * kindCount)

  private func offset(_ id: UInt16) -> Int {
    (Int(pages[Int(id >> 8)]) * Self.pageSize + Int(id & 0xFF)) * Self.kindCount
  }

  /// The state of an id: the first of the kinds it is bound under; nil when unknown.
  @inline(__always)
  func state(of id: UInt16, kinds: Int = kindCount) -> Int? {
    let start = offset(id)
    for index in start..<(start + kinds) where entries[index] >= 0 { return Int(entries[index]) }
    return nil
  }

  /// Binds an id under one kind and leaves its bindings under others.
  mutating func bind(_ id: UInt16, kind: FeedTopicKind, to state: Int) {
    let high = Int(id >> 8)
    if pages[high] == 0 {
      pages[high] = UInt16(entries.count / (Self.pageSize * Self.kindCount))
      entries.append(
        contentsOf: repeatElement(-1, count: Self.pageSize * Self.kindCount))
    }
    entries[offset(id) + Int(kind.rawValue)] = Int32(truncatingIfNeeded: state)
  }

  /// Forgets an id.
  mutating func unbind(_ id: UInt16) {
    guard pages[Int(id >> 8)] != 0 else { return }
    let start = offset(id)
    for index in start..<(start + Self.kindCount) { entries[index] = -1 }
  }

  /// Forgets every id of a state.
  mutating func unbindAll(of state: Int) {
    for index in entries.indices where entries[index] == Int32(truncatingIfNeeded: state) {
      entries[index] = -1
    }
  }
}
