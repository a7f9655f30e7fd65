import CLuaBridge
import Market
import Money
import Trading

/// What a script looks at, straight from the desk into the memory of what it gets.
extension ScriptHost where Port == Desk {
  /// Lets the bridge ask what positions, the account and bars are without an exchange of values.
  func answerViews() {
    guard let script = interpreter.script else { return }
    var views = sauda_views.dates
    views.context = Unmanaged.passUnretained(self).toOpaque()
    views.position = { context, symbol, position in
      guard let context, let position else { return false }
      return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.look(at: symbol, position)
      }
    }
    views.account = { context, account in
      guard let context, let account else { return false }
      return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.look(at: account)
      }
    }
    views.quote = { context, symbol, tick, number in
      guard let context, let tick, let number else { return false }
      return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.look(at: symbol, tick, number)
      }
    }
    views.order = { context, place, field, value in
      guard let context, let value else { return false }
      return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.look(at: place, field, value)
      }
    }
    views.bar = { context, series, place, bar in
      guard let context, let bar else { return false }
      return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.look(at: series, place, bar)
      }
    }
    views.text = { context, number, text in
      guard let context, let text else { return }
      Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
        $0.read(number, text)
      }
    }
    views.multiple = { position, multiple in
      guard let position, let multiple,
        let micros = position.pointee.figures.riskMultipleMicros
      else { return false }
      multiple.pointee = micros
      return true
    }
    sauda_set_views(script, &views)
  }

  private func look(
    at symbol: Int32, _ position: UnsafeMutablePointer<sauda_position>
  ) -> Bool {
    guard symbol >= 0, Int64(symbol) < instrumentCount else { return false }
    let instrument = InstrumentID(index: symbol)
    var figures = PositionFigures()
    if let price = door.flatPrice(of: instrument) {
      figures.last = price.micros
    } else {
      guard let desk = door.desk else { return false }
      figures = desk.pointee.figures(of: instrument)
    }
    position.initialize(to: sauda_position(figures, symbol: symbol))
    return true
  }

  private func look(at account: UnsafeMutablePointer<sauda_account>) -> Bool {
    guard let desk = door.desk else { return false }
    account.initialize(to: sauda_account(desk.pointee.seeAccount()))
    return true
  }

  private func look(
    at symbol: Int32, _ tick: UnsafeMutablePointer<sauda_tick>,
    _ number: UnsafeMutablePointer<Int64>
  ) -> Bool {
    guard symbol >= 0, Int64(symbol) < instrumentCount, let desk = door.desk else { return false }
    guard let last = desk.pointee.seeQuote(InstrumentID(index: symbol)) else { return true }
    number.pointee = last.sequence
    tick.withMemoryRebound(to: Tick.self, capacity: 1) { $0.initialize(to: last.tick) }
    return true
  }

  private func look(
    at place: Int64, _ code: Int64, _ value: UnsafeMutablePointer<sauda_value>
  ) -> Bool {
    guard let field = OrderField(rawValue: code), let desk = door.desk,
      let order = desk.pointee.listing(at: Int(place))
    else { return false }
    interpreter.texts.reset()
    var reply = HostReply(values: value, capacity: 1, texts: interpreter.texts)
    append(
      field, of: order, failure: order.status == .failed ? order.failure : nil,
      tag: desk.pointee.text(order.tag), reason: desk.pointee.text(order.reason),
      detail: desk.pointee.text(order.detail), &reply)
    return true
  }

  private func look(
    at series: Int64, _ place: Int64, _ found: UnsafeMutablePointer<sauda_bar>
  ) -> Bool {
    guard let bar = store.history(series)?[place] else { return false }
    found.initialize(
      to: sauda_bar(
        time: bar.time, volume: bar.volume, open: bar.open, high: bar.high, low: bar.low,
        close: bar.close))
    return true
  }

  private func read(_ number: Int32, _ value: UnsafeMutablePointer<sauda_value>) {
    guard let desk = door.desk else { return }
    var text = desk.pointee.text(number)
    interpreter.texts.reset()
    value.pointee.length = text.utf8.count
    value.pointee.text = text.withUTF8 { interpreter.texts.copy($0) }
  }
}

extension sauda_views {
  /// Views of which only the dates are answered.
  static var dates: sauda_views {
    var views = sauda_views()
    views.date = { milliseconds, text in
      guard let text else { return }
      let date = IndianTime(EventTime(milliseconds: milliseconds)).date
      text.withMemoryRebound(to: UInt8.self, capacity: CivilDate.textSize) {
        date.write(to: UnsafeMutableBufferPointer(start: $0, count: CivilDate.textSize))
      }
    }
    return views
  }
}

extension sauda_position {
  /// A position from the desk's figures; its tag is a number.
  init(_ figures: PositionFigures, symbol: Int32) {
    self.init(
      symbol: symbol, tag: figures.tag, quantity: figures.quantity, cost: figures.cost,
      unrealized: figures.unrealized, realized: figures.realized, commission: figures.commission,
      last: figures.last, stop: figures.stop, target: figures.target, best: figures.best,
      worst: figures.worst, opened_at: figures.openedAt, bars_held: figures.barsHeld,
      risk_multiple: PositionFigures.none, risk_denominator: figures.riskDenominator,
      risk_low: UInt64(truncatingIfNeeded: figures.riskNumerator),
      risk_high: Int64(truncatingIfNeeded: figures.riskNumerator >> 64), text: nil, text_length: 0)
  }

  /// The figures that the multiple of the first risk follows from.
  var figures: PositionFigures {
    var figures = PositionFigures()
    figures.quantity = quantity
    figures.unrealized = unrealized
    figures.riskNumerator = Int128(risk_high) << 64 | Int128(risk_low)
    figures.riskDenominator = risk_denominator
    return figures
  }

  /// A position from a view; its tag comes apart from it, as text.
  init(_ view: PositionView) {
    let none = PositionFigures.none
    self.init(
      symbol: view.instrument.index, tag: 0, quantity: view.quantity, cost: view.cost.micros,
      unrealized: view.unrealized.micros, realized: view.trip.realized.micros,
      commission: view.trip.commission.micros, last: view.lastPrice?.micros ?? none,
      stop: view.stop?.micros ?? none, target: view.target?.micros ?? none,
      best: view.trip.best?.micros ?? none, worst: view.trip.worst?.micros ?? none,
      opened_at: view.trip.openedAt?.milliseconds ?? none, bars_held: view.trip.barsHeld,
      risk_multiple: view.riskMultipleMicros ?? none, risk_denominator: 0, risk_low: 0,
      risk_high: 0, text: nil, text_length: 0)
  }
}

extension sauda_account {
  /// The account's sums.
  init(_ view: AccountView) {
    self.init(
      cash: view.cash.micros, free: view.free.micros, equity: view.equity.micros,
      realized: view.realized.micros, unrealized: view.unrealized.micros,
      commission: view.commission.micros)
  }
}
