/// A frame of a data-socket client (FYERS.md §7.2).
///
/// The length prefix is wrong in official clients and therefore never looked at.
enum DataRequest: Equatable, Sendable {
  case authenticate(key: String)
  case acknowledge
  case subscribe(topics: [String], channel: UInt8)
  case unsubscribe(topics: [String], channel: UInt8)
  /// Channels as bits.
  case pause(UInt64)
  case resume(UInt64)
  case mode(channels: UInt64, isLite: Bool)
  case ping
  case unknown(type: UInt8)
  case malformed

  /// Topics of one frame, at most.
  static let topicsMax = 5_000

  /// Reads a frame; anything that is not one is ``malformed``, never a trap.
  init(reading frame: [UInt8]) {
    guard frame.count >= 3 else {
      self = .malformed
      return
    }
    let type = frame[2]
    if type == 11 {
      self = .ping
      return
    }
    guard let fields = Self.fields(frame) else {
      self = .malformed
      return
    }
    self = Self.request(type, fields) ?? .malformed
  }

  private static func request(_ type: UInt8, _ fields: [UInt8: ArraySlice<UInt8>]) -> DataRequest? {
    switch type {
    case 1:
      guard let key = fields[1].flatMap({ String(validating: $0, as: UTF8.self) }) else {
        return nil
      }
      return .authenticate(key: key)
    case 3: return .acknowledge
    case 4, 5:
      guard let topics = fields[1].flatMap(topics), let channel = fields[2]?.first else {
        return nil
      }
      return type == 4
        ? .subscribe(topics: topics, channel: channel)
        : .unsubscribe(topics: topics, channel: channel)
    case 7: return fields[1].flatMap(bitmap).map(DataRequest.pause)
    case 8: return fields[1].flatMap(bitmap).map(DataRequest.resume)
    case 12:
      guard let channels = fields[1].flatMap(bitmap), let word = fields[2]?.first else {
        return nil
      }
      return .mode(channels: channels, isLite: word == UInt8(ascii: "L"))
    default: return .unknown(type: type)
    }
  }

  private static func fields(_ frame: [UInt8]) -> [UInt8: ArraySlice<UInt8>]? {
    guard frame.count >= 4 else { return nil }
    var fields: [UInt8: ArraySlice<UInt8>] = [:]
    var position = 4
    for _ in 0..<frame[3] {
      guard frame.count - position >= 3 else { return nil }
      let length = Int(frame[position + 1]) << 8 | Int(frame[position + 2])
      let start = position + 3
      guard frame.count - start >= length else {
        // A list of many topics outgrows its own 16-bit length; it then runs to the last field.
        return nil
      }
      fields[frame[position]] = frame[start..<(start + length)]
      position = start + length
    }
    return fields
  }

  private static func topics(_ value: ArraySlice<UInt8>) -> [String]? {
    guard value.count >= 2 else { return nil }
    let count = Int(value[value.startIndex]) << 8 | Int(value[value.startIndex + 1])
    guard count <= topicsMax else { return nil }
    var names: [String] = []
    var position = value.startIndex + 2
    for _ in 0..<count {
      guard position < value.endIndex else { return nil }
      let length = Int(value[position])
      guard value.endIndex - position > length,
        let name = String(validating: value[(position + 1)...(position + length)], as: UTF8.self)
      else { return nil }
      names.append(name)
      position += length + 1
    }
    return names
  }

  private static func bitmap(_ value: ArraySlice<UInt8>) -> UInt64? {
    guard value.count == 8 else { return nil }
    return value.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
