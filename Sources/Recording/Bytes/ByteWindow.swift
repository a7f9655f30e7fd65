import Glibc

/// The bytes of a file, seen through a window that moves forward.
///
/// A mapped file is one window; a stream is read in large blocks into one buffer, whose unread rest
/// moves to the front. At least ``margin`` bytes before ``cursor`` are readable after the first line.
struct ByteWindow: ~Copyable {
  /// The first unread byte; the reader moves it.
  var cursor: UnsafeRawPointer
  /// The end of the bytes that are there.
  private(set) var limit: UnsafeRawPointer
  /// Whether nothing follows ``limit``.
  private(set) var isLast: Bool

  private var mapping: MappedBytes?
  private let producer: (any ByteProducer)?
  private var buffer: UnsafeMutableRawBufferPointer

  /// Readable bytes kept before the first byte of a buffer.
  static let margin = 32
  /// Bytes asked for at once; small enough to stay in the second-level cache.
  private static let blockSize = 128 << 10

  /// A window over a whole mapped file.
  init(_ mapping: consuming MappedBytes) {
    cursor = mapping.start
    limit = mapping.start + mapping.count
    isLast = true
    self.mapping = consume mapping
    producer = nil
    buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  /// A window over a stream.
  init(_ producer: any ByteProducer) {
    self.producer = producer
    mapping = nil
    isLast = false
    buffer = .allocate(byteCount: Self.margin + Self.blockSize, alignment: 64)
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    cursor = Self.start(of: buffer)
    limit = cursor
  }

  deinit { if producer != nil { buffer.deallocate() } }

  /// Unread bytes in the window.
  var count: Int { limit - cursor }

  /// How much of the file has been consumed.
  func progress(from total: Int?) -> TickReadProgress {
    if let producer { return producer.progress }
    return TickReadProgress(consumed: (total ?? count) - count, total: total)
  }

  /// Gives back what lies behind the cursor.
  mutating func release() {
    guard mapping != nil else { return }
    if let start = mapping?.start { mapping?.release(before: cursor - start) }
  }

  /// Reads more bytes behind those that are there, until there is at least one more.
  ///
  /// - Throws: What the stream throws.
  mutating func extend() throws(RecordingError) {
    guard !isLast, let producer else { return }
    let unread = count
    if unread >= buffer.count - Self.margin - Self.blockSize / 2 { enlarge() }
    let front = UnsafeMutableRawPointer(mutating: Self.start(of: buffer))
    front.copyMemory(from: cursor, byteCount: unread)
    cursor = UnsafeRawPointer(front)
    let room = UnsafeMutableRawBufferPointer(
      start: front + unread, count: buffer.count - Self.margin - unread)
    let got = try producer.read(into: room)
    limit = cursor + unread + got
    isLast = got == 0
  }

  private mutating func enlarge() {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: buffer.count * 2, alignment: 64)
    larger.initializeMemory(as: UInt8.self, repeating: 0)
    let unread = count
    let front = UnsafeMutableRawPointer(mutating: Self.start(of: larger))
    front.copyMemory(from: cursor, byteCount: unread)
    buffer.deallocate()
    buffer = larger
    cursor = UnsafeRawPointer(front)
    limit = cursor + unread
  }

  private static func start(of buffer: UnsafeMutableRawBufferPointer) -> UnsafeRawPointer {
    guard let base = buffer.baseAddress else { preconditionFailure("a buffer is never empty") }
    return UnsafeRawPointer(base) + margin
  }
}
