import CZlib

/// Bytes of a gzip file, inflated as they are read; members that follow each other are joined.
final class GzipProducer: ByteProducer {
  private let input: OpenFile
  private let stream: UnsafeMutablePointer<z_stream>
  private let block: UnsafeMutableRawBufferPointer
  private var isInsideMember = false

  /// The two bytes every gzip file begins with (RFC 1952).
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// 15 bits of window, plus 16: a gzip wrapper and nothing else.
  private static let windowBits: Int32 = 15 + 16

  /// Begins to inflate an open file.
  ///
  /// - Throws: An input/output error when zlib has no memory.
  init(_ input: OpenFile) throws(RecordingError) {
    self.input = input
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    block = .allocate(byteCount: 64 << 10, alignment: 16)
    let status = inflateInit2_(
      stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw RecordingError(
        .inputOutput, file: input.name, expected: "memory to inflate", found: "none")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    block.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
    let room = min(buffer.count, 1 << 30)
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    while Int(stream.pointee.avail_out) == room {
      if stream.pointee.avail_in == 0, try !refill() {
        guard !isInsideMember else { throw damaged("the file to go on", "its end") }
        return 0
      }
      isInsideMember = true
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END:
        isInsideMember = false
        guard inflateReset(stream) == Z_OK else { throw damaged("a next member", "none") }
      case Z_MEM_ERROR:
        throw RecordingError(
          .inputOutput, file: input.name, expected: "memory to inflate", found: "none")
      default:
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "damage"
        throw damaged("gzip data", reason)
      }
    }
    return room - Int(stream.pointee.avail_out)
  }

  var progress: TickReadProgress { input.progress }

  private func refill() throws(RecordingError) -> Bool {
    let count = try input.read(into: block)
    stream.pointee.next_in = block.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
    return count > 0
  }

  private func damaged(_ expected: String, _ found: String) -> RecordingError {
    let offset = input.progress.consumed - Int(stream.pointee.avail_in)
    return RecordingError(
      .content, file: input.name, place: .byte(offset), subject: "gzip", expected: expected,
      found: found)
  }
}
