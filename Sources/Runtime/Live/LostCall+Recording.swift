import Market
import Recording
import Trading

/// Lost calls as events of a recording, each behind the event in which it was lost.
extension LostCall {
  /// The code of such an event; see ``SessionInput``.
  private static let code: UInt32 = 7

  /// The event to record.
  func event(at time: EventTime) -> RecordedEvent {
    var fields = EventFields()
    fields["script"] = String(script)
    fields["call"] = String(call)
    fields["kind"] = failure.kind.rawValue
    fields["gone"] = isGone ? "1" : "0"
    fields["callback"] = failure.callback
    fields["message"] = failure.message
    fields["source"] = failure.source
    return RecordedEvent(time: time, code: Self.code, payload: fields.payload)
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
}
