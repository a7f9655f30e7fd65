import Glibc

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

extension ByteWindow {
  /// Bytes a line may have at most.
  static let lineBytesMax = 1 << 20

  /// Takes the next line; a line feed, or a carriage return and a line feed, end it.
  mutating func nextLine() throws(RecordingError) -> TextLine {
    while true {
      let visible = min(count, Self.lineBytesMax + 1)
      if let end = memchr(cursor, Int32(UInt8(ascii: "\n")), visible) {
        return .text(take(UnsafeRawPointer(end) - cursor, andThen: 1))
      }
      guard visible <= Self.lineBytesMax else { return .tooLong }
      if isLast { return visible > 0 ? .text(take(visible, andThen: 0)) : .end }
      try extend()
    }
  }

  /// Moves behind the next line feed, or to the end of the file.
  mutating func skipLine() throws(RecordingError) {
    while true {
      if let end = memchr(cursor, Int32(UInt8(ascii: "\n")), count) {
        cursor = UnsafeRawPointer(end) + 1
        return
      }
      cursor = limit
      if isLast { return }
      try extend()
    }
  }

  /// Moves behind a UTF-8 byte order mark, if there is one.
  mutating func skipByteOrderMark() throws(RecordingError) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    while count < mark.count, !isLast { try extend() }
    guard count >= mark.count else { return }
    if mark.indices.allSatisfy({ cursor.byte(at: $0) == mark[$0] }) { cursor += mark.count }
  }

  private mutating func take(_ length: Int, andThen end: Int) -> UnsafeRawBufferPointer {
    let start = cursor
    cursor += length + end
    let hasReturn = length > 0 && start.byte(at: length - 1) == UInt8(ascii: "\r")
    return UnsafeRawBufferPointer(start: start, count: hasReturn ? length - 1 : length)
  }
}

/// What lies at the cursor of a text file.
enum TextLine {
  /// A line without its end; valid until the window moves on.
  case text(UnsafeRawBufferPointer)
  /// More bytes than a line may have; the cursor stays.
  case tooLong
  /// The end of the file.
  case end
}

extension UnsafeRawPointer {
  /// Eight bytes as a little-endian number, at any alignment.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// One byte.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 { load(fromByteOffset: offset, as: UInt8.self) }
}
