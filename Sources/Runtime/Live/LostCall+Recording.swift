import Market
import Money
import Recording
import Trading
import WireText

/// Lost calls as events of a recording, behind the event in which they were lost: first that it was, then
/// each exit that is carried out all the same, and what the script keeps.
extension LostCall {
  /// The code of such events; see ``SessionInput``.
  private static let code: UInt32 = 7
  /// Bytes of a script's tables in one event, which are a third more as text.
  private static let tableBytes = 9_000

  /// The events to record.
  func events(at time: EventTime, _ table: borrowing InstrumentTable) -> [RecordedEvent] {
    var fields = EventFields()
    fields["script"] = String(script)
    fields["call"] = String(call)
    fields["kind"] = failure.kind.rawValue
    fields["gone"] = isGone ? "1" : "0"
    fields["callback"] = failure.callback
    fields["message"] = failure.message
    fields["source"] = failure.source
    var parts = [fields]
    for exit in exits { parts.append(exit.fields(table)) }
    if let tables {
      var rest = tables[...]
      repeat {
        var part = EventFields()
        part["tables"] = Base64URL.encode(Array(rest.prefix(Self.tableBytes)))
        parts.append(part)
        rest = rest.dropFirst(Self.tableBytes)
      } while !rest.isEmpty
    }
    return parts.map { RecordedEvent(time: time, code: Self.code, payload: $0.payload) }
  }

  /// The lost call that an event tells of; nil for any other event.
  init?(_ event: RecordedEvent) {
    guard event.code == Self.code, let fields = EventFields(event.payload),
      let script = fields.number("script").flatMap({ Int(exactly: $0) }),
      let call = fields.number("call").flatMap({ Int(exactly: $0) }),
      let kind = fields["kind"].flatMap(ScriptFailure.Kind.init)
    else { return nil }
    self.init(
      script: script, call: call,
      failure: ScriptFailure(
        kind: kind, callback: fields["callback"] ?? "", message: fields["message"] ?? "",
        source: fields["source"] ?? ""), isGone: fields["gone"] == "1")
  }

  /// Takes an event that says more of the call; whether it is one.
  mutating func take(_ event: RecordedEvent, _ table: borrowing InstrumentTable) -> Bool {
    guard event.code == Self.code, let fields = EventFields(event.payload) else { return false }
    if let text = fields["tables"], let bytes = Base64URL.decode(text) {
      tables = (tables ?? []) + bytes
      return true
    }
    guard let exit = KeptExit(fields, table) else { return false }
    exits.append(exit)
    return true
  }
}

extension KeptExit {
  fileprivate func fields(_ table: borrowing InstrumentTable) -> EventFields {
    var fields = EventFields()
    fields["exit"] = side.text
    fields["symbol"] = table[instrument].symbol
    fields["quantity"] = String(quantity)
    fields["type"] = type.text
    fields["price"] = price.map { String($0.micros) }
    fields["trigger"] = trigger.map { String($0.micros) }
    fields["validity"] = validity.rawValue
    if waitsForOpen { fields["when"] = "open" }
    if cancelsRestingExits { fields["close"] = "1" }
    if isTakenBack { fields["cancelled"] = "1" }
    if !tag.isEmpty { fields.put(tag, as: "tag") }
    fields.put(source, as: "source")
    return fields
  }

  fileprivate init?(_ fields: EventFields, _ table: borrowing InstrumentTable) {
    guard let side = OrderSide.allCases.first(where: { $0.text == fields["exit"] }),
      let symbol = fields["symbol"], let instrument = table.id(of: symbol),
      let quantity = fields.number("quantity"), quantity > 0,
      let type = fields["type"].flatMap({ OrderType(text: $0) }),
      let validity = fields["validity"].flatMap(OrderValidity.init)
    else { return nil }
    self.init(
      side: side, instrument: instrument, quantity: quantity, source: fields.text("source") ?? "")
    self.type = type
    self.validity = validity
    tag = fields.text("tag") ?? ""
    price = fields.number("price").map { Price(micros: $0) }
    trigger = fields.number("trigger").map { Price(micros: $0) }
    waitsForOpen = fields["when"] == "open"
    cancelsRestingExits = fields["close"] == "1"
    isTakenBack = fields["cancelled"] == "1"
  }
}
