import Glibc

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
