/// The bytes of a file, seen through a window that moves forward.
///
/// A file is read in large blocks into one buffer, whose unread rest moves to the front: as fast as
/// mapping it (the copy stays in the cache, and no page has to be mapped), in constant memory, and
/// safe when somebody truncates the file meanwhile. At least ``margin`` bytes before ``cursor`` are
/// readable.
struct ByteWindow: ~Copyable {
  /// The first unread byte; the reader moves it.
  var cursor: UnsafeRawPointer
  /// The end of the bytes that are there.
  private(set) var limit: UnsafeRawPointer
  /// Whether nothing follows ``limit``.
  private(set) var isLast = false

  private let producer: any ByteProducer
  private var buffer: UnsafeMutableRawBufferPointer

  /// Readable bytes kept before the first byte of the buffer.
  static let margin = 32
  /// Bytes asked for at once; small enough to stay in the second-level cache.
  private static let blockSize = 128 << 10

  /// A window over a stream.
  init(_ producer: any ByteProducer) {
    self.producer = producer
    buffer = .allocate(byteCount: Self.margin + Self.blockSize, alignment: 64)
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    cursor = Self.start(of: buffer)
    limit = cursor
  }

  deinit { buffer.deallocate() }

  /// Unread bytes in the window.
  var count: Int { limit - cursor }

  /// How much of the file has been consumed; what is in the window counts.
  var progress: TickReadProgress { producer.progress }

  /// Reads more bytes behind those that are there, until there is at least one more.
  ///
  /// - Throws: What the stream throws.
  mutating func extend() throws(RecordingError) {
    guard !isLast else { return }
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
