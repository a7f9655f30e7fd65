import CLuaBridge
import Market
import Trading

extension ScriptHost where Port == Desk {
  /// Lets the bridge call straight into the host: through closures, each order would count references
  /// a dozen times.
  func takeShortcuts() {
    guard let script = interpreter.script else { return }
    sauda_set_shortcuts(
      script, Unmanaged.passUnretained(self).toOpaque(),
      { context, verb, symbol, quantity, line, answer in
        guard let context, let answer else { return false }
        return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.order(verb, symbol, quantity, line: line, &answer.pointee)
        }
      },
      { context, symbol, quantity in
        guard let context, let quantity else { return false }
        return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
          guard let units = $0.holding(symbol) else { return false }
          quantity.pointee = units
          return true
        }
      },
      { context in
        guard let context else { return false }
        return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.settle()
        }
      })
  }
}

/// The short ways of what scripts call often with plain arguments.
extension ScriptHost {
  /// A market order, or `close()`; false, with nothing done, when it has to take the long way.
  @_specialize(where Port == Desk)
  func order(
    _ verb: Int32, _ symbol: Int32, _ quantity: Int64, line: Int32, _ answer: inout sauda_answer
  ) -> Bool {
    guard let port, !runsRule, symbol >= 0, Int64(symbol) < instrumentCount else { return false }
    catchUp()
    let instrument = InstrumentID(index: symbol)
    let isClose = Int(verb) == SAUDA_VERB_CLOSE
    let held = isClose ? port.pointee.heldQuantity(instrument) : 0
    let units = isClose ? Int64(clamping: held.magnitude) : quantity
    let isSale = isClose ? held >= 0 : Int(verb) == SAUDA_VERB_SELL
    answer.side = isSale ? 1 : 0
    answer.quantity = units
    switch port.pointee.placeMarket(
      isSale ? .sell : .buy, instrument, quantity: units, isClose: isClose,
      file: fileName, line: line)
    {
    case .approved(let index, _):
      answer.outcome = Int32(SAUDA_ORDER_PLACED)
      answer.index = Int64(index)
    case .denied(let denial):
      write(denial, to: &answer)
    case .misuse:
      // The long way meets the same, and has the words for it.
      return false
    }
    return true
  }

  private func write(_ denial: Denial, to answer: inout sauda_answer) {
    if let figures = denial.figures {
      answer.outcome = Int32(
        figures.areMoney ? SAUDA_ORDER_BALANCE : SAUDA_ORDER_HOLDING)
      answer.need = figures.need
      answer.available = figures.available
      return
    }
    interpreter.texts.reset()
    answer.outcome = Int32(SAUDA_ORDER_DENIED)
    var reason = denial.reason.rawValue
    answer.reason = reason.withUTF8 { interpreter.texts.copy($0) }
    answer.reason_length = reason.utf8.count
    var detail = denial.detail
    answer.detail = detail.withUTF8 { interpreter.texts.copy($0) }
    answer.detail_length = detail.utf8.count
  }

  /// Carries out what a callback of a run asked for; whether the run may go on.
  @_specialize(where Port == Desk)
  func settle() -> Bool {
    // What was written to a state is looked at first, which only the end of a run does.
    guard let port, !mentionsState, run.ticks.count > 0 else { return false }
    catchUp()
    return port.pointee.settle()
  }

  /// The units held of a symbol; nil when the question has to take the long way.
  @_specialize(where Port == Desk)
  func holding(_ symbol: Int32) -> Int64? {
    guard let port, symbol >= 0, Int64(symbol) < instrumentCount else { return nil }
    return port.pointee.heldQuantity(InstrumentID(index: symbol))
  }

  /// `refusal(areMoney, need, available)`: the reason and the detail of a refusal's figures.
  func refusal(_ values: HostArguments, _ reply: inout HostReply) {
    let denial = Denial(
      figures: Denial.Figures(
        areMoney: values.boolean(0) ?? false, need: values.integer(1) ?? 0,
        available: values.integer(2) ?? 0))
    reply.append(denial.reason.rawValue)
    reply.append(denial.detail)
  }
}
