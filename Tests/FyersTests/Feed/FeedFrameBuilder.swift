import Fyers

/// Frames of the data socket, made for tests.
enum FeedFrameBuilder {
  static func bigEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  static func data(_ records: [[UInt8]], number: UInt32 = 1, count: UInt16? = nil) -> [UInt8] {
    let body =
      [6] + bigEndian(number) + bigEndian(count ?? UInt16(records.count)) + records.joined()
    return bigEndian(UInt16(truncatingIfNeeded: body.count)) + body
  }

  static func snapshot(
    id: UInt16, topic: String, values: [Int32], multiplier: UInt16 = 1, precision: UInt8 = 2
  ) -> [UInt8] {
    let texts = ["nse_cm", "3045", "WIRE-EQ"].flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    return [0x53] + bigEndian(id) + [UInt8(topic.utf8.count)] + Array(topic.utf8)
      + [UInt8(values.count)] + values.flatMap { bigEndian($0) } + [0, 0]
      + bigEndian(multiplier) + [precision] + texts
  }

  static func update(id: UInt16, values: [Int32]) -> [UInt8] {
    [0x55] + bigEndian(id) + [UInt8(values.count)] + values.flatMap { bigEndian($0) }
  }

  static func lite(id: UInt16, value: Int32) -> [UInt8] {
    [0x4C] + bigEndian(id) + bigEndian(value)
  }

  /// A reply with one status text in field 1.
  static func reply(_ type: UInt8, _ status: String) -> [UInt8] {
    let body = [type, 1, 1] + bigEndian(UInt16(status.utf8.count)) + Array(status.utf8)
    return bigEndian(UInt16(body.count)) + body
  }
}
