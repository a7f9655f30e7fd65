/// Writes data-socket frames, server to client: big-endian, length first (FYERS.md §7.4, §7.5).
enum DataFrameWriter {
  /// A field of a control frame.
  struct Field {
    let id: UInt8
    let value: [UInt8]
  }

  /// A control frame: length, type, fields.
  static func control(_ type: UInt8, _ fields: [Field]) -> [UInt8] {
    var body: [UInt8] = [type, UInt8(truncatingIfNeeded: fields.count)]
    for field in fields {
      body.append(field.id)
      append(UInt16(truncatingIfNeeded: field.value.count), to: &body)
      body.append(contentsOf: field.value)
    }
    var frame: [UInt8] = []
    append(UInt16(truncatingIfNeeded: body.count), to: &frame)
    return frame + body
  }

  /// The answer to a request: `K` or `F`.
  static func status(_ type: UInt8, isOK: Bool) -> [UInt8] {
    control(type, [Field(id: 1, value: [isOK ? UInt8(ascii: "K") : UInt8(ascii: "F")])])
  }

  /// The answer to subscribe (4) and unsubscribe (5), in the shape seen live.
  static func subscription(_ type: UInt8, isOK: Bool) -> [UInt8] {
    control(
      type,
      [
        Field(id: 1, value: [isOK ? UInt8(ascii: "K") : UInt8(ascii: "F")]),
        Field(id: 2, value: [0xFF, 0xFF]),
      ])
  }

  /// The answer to authentication: status, a two-byte number, a dictionary of the fields.
  static func authentication(isOK: Bool) -> [UInt8] {
    control(
      1,
      [
        Field(id: 1, value: [isOK ? UInt8(ascii: "K") : UInt8(ascii: "F")]),
        Field(id: 2, value: [0, 2]), Field(id: 3, value: schema),
      ])
  }

  /// A message in words (type 51).
  static func message(code: Int32, text: String, request: UInt8) -> [UInt8] {
    var digits: [UInt8] = []
    append(UInt32(bitPattern: code), to: &digits)
    return control(
      51,
      [
        Field(id: 1, value: digits), Field(id: 2, value: Array(text.utf8)),
        Field(id: 3, value: [request]),
      ])
  }

  /// The answer to the client's own ping.
  static let pong: [UInt8] = [0, 1, 11]

  /// A snapshot record.
  static func snapshot(
    topicID: UInt16, topic: WireTopic, values: [Int32], instrument: SimulatedInstrument
  ) -> [UInt8] {
    var out: [UInt8] = [UInt8(ascii: "S")]
    append(topicID, to: &out)
    append(text: topic.name, to: &out)
    append(values, to: &out)
    out.append(contentsOf: [0, 0])
    append(instrument.scale.multiplier, to: &out)
    out.append(instrument.scale.precision)
    append(text: instrument.place.topic, to: &out)
    append(
      text: topic.kind == .index ? instrument.names.display : instrument.exchangeToken, to: &out)
    append(text: instrument.names.full, to: &out)
    return out
  }

  /// An update record.
  static func update(topicID: UInt16, values: [Int32]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(4 + 4 * values.count)
    out.append(UInt8(ascii: "U"))
    append(topicID, to: &out)
    append(values, to: &out)
    return out
  }

  /// A record of the last price alone.
  static func lite(topicID: UInt16, last: Int32) -> [UInt8] {
    var out: [UInt8] = [UInt8(ascii: "L")]
    append(topicID, to: &out)
    append(UInt32(bitPattern: last), to: &out)
    return out
  }

  /// The nine bytes before the records of a data frame.
  ///
  /// - Parameters:
  ///   - bytes: Bytes of all records.
  ///   - records: How many records.
  ///   - number: The message number.
  /// - Returns: Length, type 6, number, count.
  static func dataHeader(bytes: Int, records: Int, number: UInt32) -> [UInt8] {
    var out: [UInt8] = []
    append(UInt16(truncatingIfNeeded: bytes + 7), to: &out)
    out.append(6)
    append(number, to: &out)
    append(UInt16(truncatingIfNeeded: records), to: &out)
    return out
  }

  private static func append(_ value: some FixedWidthInteger, to out: inout [UInt8]) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      out.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  private static func append(_ values: [Int32], to out: inout [UInt8]) {
    out.append(UInt8(truncatingIfNeeded: values.count))
    for value in values { append(UInt32(bitPattern: value), to: &out) }
  }

  private static func append(text: String, to out: inout [UInt8]) {
    let bytes = text.utf8.prefix(255)
    out.append(UInt8(bytes.count))
    out.append(contentsOf: bytes)
  }

  /// The dictionary that the real server sends along with its consent, in short.
  private static let schema: [UInt8] =
    Json.of([
      "version": .string("1.0.0"), "protocol": .string("1.0.0"), "fields": .array([]),
      "scrip": .array(["ltp", "vol_traded_today", "last_traded_time"].map { .string($0) }),
      "index": .array(["ltp", "prev_close_price", "exch_feed_time"].map { .string($0) }),
      "scrip_lite": .of(["hfid": .int(1)]), "index_lite": .of(["hfid": .int(1)]),
    ]).bytes
}
