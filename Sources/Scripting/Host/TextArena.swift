/// Room for the texts of one exchange with Lua; emptied at the start of the next.
///
/// Texts keep their place until then: a block that is full is put aside, never moved.
final class TextArena {
  private static let blockSize = 16_384
  private var block: UnsafeMutableRawBufferPointer
  private var used = 0
  private var retired: [UnsafeMutableRawBufferPointer] = []

  init() {
    block = .allocate(byteCount: Self.blockSize, alignment: 8)
  }

  deinit {
    block.deallocate()
    for old in retired { old.deallocate() }
  }

  /// Forgets all texts.
  func reset() {
    used = 0
    guard !retired.isEmpty else { return }
    for old in retired { old.deallocate() }
    retired = []
  }

  /// A copy that stands until ``reset()``.
  func copy(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
    if used + bytes.count > block.count {
      retired.append(block)
      block = .allocate(byteCount: max(Self.blockSize, bytes.count), alignment: 8)
      used = 0
    }
    guard let base = block.baseAddress else { return nil }
    let place = base + used
    if let source = bytes.baseAddress { place.copyMemory(from: source, byteCount: bytes.count) }
    used += bytes.count
    return UnsafePointer(place.assumingMemoryBound(to: CChar.self))
  }
}
