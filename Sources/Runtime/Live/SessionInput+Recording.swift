import Market
import Money
import Recording
import Server
import Trading

/// Inputs as entries of a recording: ticks as ticks, everything else as an event with fields.
extension SessionInput {
  /// What an event's code says; the numbers stand in recordings and never change.
  private enum Code: UInt32 {
    case clock = 1
    case connection = 2
    case trade = 3
    case command = 4
    case instrument = 5
    case stop = 6
    case lostCall = 7
    case restart = 8
    case gap = 9
    case step = 20
    // 21 is a required module.
    case takeOver = 22
  }

  /// The event to record; nil for a tick, which is recorded as one.
  func event(_ table: borrowing InstrumentTable) -> RecordedEvent? {
    var fields = EventFields()
    let code: Code
    switch self {
    case .tick: return nil
    case .clock: code = .clock
    case .gap(let start, _):
      code = .gap
      fields["since"] = String(start.nanoseconds)
    case .step(let length, let start, _):
      code = .step
      fields["by"] = String(length)
      fields["since"] = String(start.nanoseconds)
    case .connection(let state, _):
      code = .connection
      fields["state"] = state.rawValue
    case .trade(let trade, _):
      code = .trade
      fields["side"] = trade.side.text
      fields["symbol"] = trade.symbol
      switch trade.quantity {
      case .whole(let number): fields["quantity"] = String(number)
      case .invalid(let text): fields["invalid_quantity"] = text
      }
      fields.put(trade.protection)
    case .command(let command, _):
      code = .command
      fields["command"] = command.rawValue
    case .instrument(let instrument, _):
      code = .instrument
      fields["symbol"] = instrument.symbol
      fields["increment"] = String(instrument.increment.micros)
      fields["lot"] = String(instrument.lot)
      if let freeze = instrument.freeze { fields["freeze"] = String(freeze) }
    case .restart(let script, let fingerprint, _):
      code = .restart
      fields["script"] = String(script)
      fields["sha256"] = fingerprint
    case .takeOver: code = .takeOver
    case .stop(let reason, _):
      code = .stop
      fields["reason"] = reason
    }
    return RecordedEvent(time: time, code: code.rawValue, payload: fields.payload)
  }

  /// The input that an event is of; nil when it is none of ours, or malformed.
  ///
  /// - Parameters:
  ///   - event: The event.
  ///   - table: The instruments of the session that replays it.
  init?(_ event: RecordedEvent, _ table: borrowing InstrumentTable) {
    guard let code = Code(rawValue: event.code), let fields = EventFields(event.payload) else {
      return nil
    }
    let time = event.time
    switch code {
    case .clock: self = .clock(time)
    case .gap:
      guard let start = fields.number("since"), start <= time.nanoseconds else { return nil }
      self = .gap(since: EventTime(nanoseconds: start), until: time)
    case .step:
      guard let start = fields.number("since"), start <= time.nanoseconds,
        let length = fields.number("by")
      else { return nil }
      self = .step(by: length, since: EventTime(nanoseconds: start), until: time)
    case .connection:
      guard let state = fields["state"].flatMap(FeedState.init) else { return nil }
      self = .connection(state, at: time)
    case .trade:
      guard let side = OrderSide.allCases.first(where: { $0.text == fields["side"] }),
        let symbol = fields["symbol"], table.id(of: symbol) != nil,
        let quantity = fields.number("quantity").map({ RequestedQuantity.whole($0) })
          ?? fields["invalid_quantity"].map({ .invalid($0) })
      else { return nil }
      self = .trade(
        HandTrade(
          side: side, symbol: symbol, quantity: quantity, protection: fields.protection()),
        at: time)
    case .command:
      guard let command = fields["command"].flatMap(OperatorCommand.init) else { return nil }
      self = .command(command, at: time)
    case .instrument:
      guard let symbol = fields["symbol"], let increment = fields.number("increment"),
        increment > 0, let lot = fields.number("lot"), lot >= 0
      else { return nil }
      let freeze = fields.number("freeze")
      guard (freeze ?? 1) > 0 else { return nil }
      let id = table.id(of: symbol) ?? InstrumentID(index: Int32(table.count))
      self = .instrument(
        Instrument(
          id: id, symbol: symbol, increment: Price(micros: increment), lot: lot, freeze: freeze),
        at: time)
    case .lostCall: return nil
    case .takeOver: self = .takeOver(at: time)
    case .restart:
      guard let script = fields.number("script").flatMap({ Int(exactly: $0) }), script >= 0,
        let fingerprint = fields["sha256"]
      else { return nil }
      self = .restart(script: script, fingerprint: fingerprint, at: time)
    case .stop:
      guard let reason = fields["reason"] else { return nil }
      self = .stop(reason: reason, at: time)
    }
  }
}

/// Required modules as events of a recording, each behind the event in which it was required.
extension RecordedModule {
  /// The code of such an event; see ``SessionInput``.
  private static let code: UInt32 = 21

  /// The event to record.
  func event(at time: EventTime) -> RecordedEvent {
    var fields = EventFields()
    fields["module"] = line
    return RecordedEvent(time: time, code: Self.code, payload: fields.payload)
  }

  /// The module that an event tells of; nil for any other event.
  init?(_ event: RecordedEvent) {
    guard event.code == Self.code, let line = EventFields(event.payload)?["module"] else {
      return nil
    }
    self.init(line: line)
  }
}
