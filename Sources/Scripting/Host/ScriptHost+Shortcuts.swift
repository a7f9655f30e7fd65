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
        guard let context else { return false }
        return Unmanaged<ScriptHost<Desk>>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.order(verb, symbol, quantity, line: line, answer)
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
    _ verb: Int32, _ symbol: Int32, _ quantity: Int64, line: Int32,
    _ answer: UnsafeMutablePointer<sauda_answer>?
  ) -> Bool {
    guard !requests.areOfRule, symbol >= 0, Int64(symbol) < instrumentCount, let desk = door.desk
    else { return false }
    let instrument = InstrumentID(index: symbol)
    let isClose = Int(verb) == SAUDA_VERB_CLOSE
    let held = isClose ? desk.pointee.heldQuantity(instrument) : 0
    let units = isClose ? Int64(clamping: held.magnitude) : quantity
    let isSale = isClose ? held >= 0 : Int(verb) == SAUDA_VERB_SELL
    let ticket = desk.pointee.placeMarket(
      isSale ? .sell : .buy, instrument, quantity: units, isClose: isClose, file: fileName,
      line: line)
    // The long way meets the same, and has the words for it.
    if case .misuse = ticket { return false }
    guard let answer else { return true }
    answer.pointee.side = isSale ? 1 : 0
    answer.pointee.quantity = units
    switch ticket {
    case .approved(let index, _):
      answer.pointee.is_placed = true
      answer.pointee.index = Int64(index)
    case .denied(let denial): answer.pointee.denial = written(denial)
    case .misuse: break
    }
    return true
  }

  private func written(_ denial: Denial) -> sauda_denial {
    interpreter.texts.reset()
    var written = sauda_denial()
    var reason = denial.reason.rawValue
    written.reason_length = reason.utf8.count
    written.reason = reason.withUTF8 { interpreter.texts.copy($0) }
    if let figures = denial.figures {
      written.need = figures.need
      written.available = figures.available
    } else {
      var detail = denial.detail
      written.detail_length = detail.utf8.count
      written.detail = detail.withUTF8 { interpreter.texts.copy($0) }
    }
    return written
  }

  /// `refusal(reason, need, available)`: the sentence of a denial's figures.
  func refusal(_ values: HostArguments, _ reply: inout HostReply) {
    let figures = Denial.Figures(
      areMoney: values.text(0) == DenialReason.funds.rawValue, need: values.integer(1) ?? 0,
      available: values.integer(2) ?? 0)
    reply.append(Denial(figures: figures).detail)
  }

  /// The units held of a symbol; nil when the question has to take the long way.
  @_specialize(where Port == Desk)
  func holding(_ symbol: Int32) -> Int64? {
    guard symbol >= 0, Int64(symbol) < instrumentCount else { return nil }
    return door.heldQuantity(InstrumentID(index: symbol))
  }
}
