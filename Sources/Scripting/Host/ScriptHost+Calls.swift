import CLuaBridge
import Market
import Money
package import Trading

extension ScriptHost {
  /// Calls a callback, a timer or a rule; a script that lacks it completes at once.
  ///
  /// - Parameters:
  ///   - call: Which, with its values.
  ///   - desk: The desk.
  /// - Returns: How it ended.
  package func call(_ call: ScriptCall, port desk: inout Port) -> CallOutcome {
    switch call {
    case .start(let mode, let isResumed, let open):
      startWaitingTimers(&desk)
      return run(.start, "on_start", &desk, budget: settings.startBudget) { reply in
        reply.append(mode.rawValue)
        reply.append(isResumed)
        for id in open.prefix(Int(SAUDA_MAX_VALUES) - 2) { reply.append(Int64(id.index)) }
      }
    case .fill(let fill): return deliver(fill, &desk)
    case .order(let index):
      return run(.order, "on_order", &desk) { $0.append(Int64(index)) }
    case .position(let view, let change):
      return run(.position, "on_position", &desk) { reply in
        reply.append(change.rawValue)
        self.append(view, &reply)
      }
    case .bar(let bar): return deliver(bar, &desk)
    case .timer(let id):
      guard let local = timers.fire(desk: id) else { return .completed }
      return run(.timer, "timer", &desk, needsCallback: false) { $0.append(local) }
    case .rule(let name, let arguments, let position, let tick, let sequence):
      let rule = ProtectionRequest.Rule(name: name, arguments: arguments)
      return decide(rule, position, tick, sequence, &desk)
    case .session(let phase, let symbols):
      return run(.session, "on_session", &desk) { reply in
        reply.append(phase.rawValue)
        // As one text: a call takes fewer values than a script may have symbols.
        reply.append(symbols.map { String($0.index) }.joined(separator: " "))
      }
    case .connection(let state):
      return run(.connection, "on_connection", &desk) { $0.append(state) }
    case .newDay:
      store.startSession()
      guard state.isTracked else { return .completed }
      return run(.newDay, "state.day", &desk, needsCallback: false) { _ in }
    case .error(let failure):
      return run(.error, "on_error", &desk) { reply in
        reply.append(failure.kind.rawValue)
        reply.append(failure.callback)
        reply.append(failure.message)
        reply.append(failure.source)
        reply.append(failure.traceback)
      }
    case .stop(let reason): return run(.stop, "on_stop", &desk) { $0.append(reason) }
    }
  }

  /// Runs an entry with the desk in reach, and keeps or undoes what it did to the state.
  private func run(
    _ entry: PreludeEntry, _ callback: String, _ desk: inout Port, budget: Int64? = nil,
    needsCallback: Bool = true, write: (inout HostReply) -> Void
  ) -> CallOutcome {
    if needsCallback, !loaded.callbacks.contains(callback) { return .completed }
    let outcome = withUnsafeMutablePointer(to: &desk) { pointer in
      door.open(to: pointer)
      defer { door.close() }
      return interpreter.call(
        entry, budget: budget ?? settings.callbackBudget, write: write, read: { _ in }
      ).outcome
    }
    guard Int(outcome.status) == SAUDA_OK else { return fail(outcome, callback: callback) }
    return state.isMentioned ? commit(callback: callback) : .completed
  }

  private func deliver(_ fill: Fill, _ desk: inout Port) -> CallOutcome {
    guard loaded.callbacks.contains("on_fill") else { return .completed }
    let order = desk.order(at: fill.order)
    return run(.fill, "on_fill", &desk) { reply in
      reply.append("\(fill.side.text)-\(fill.number)")
      reply.append(Int64(fill.instrument.index))
      reply.append(fill.side.text)
      reply.append(fill.quantity)
      reply.append(NumberReading.double(micros: fill.price.micros))
      reply.append(NumberReading.double(micros: fill.commission.micros))
      reply.append(NumberReading.double(micros: fill.realized.micros))
      reply.append(order?.reason ?? "")
      reply.append(order?.tag ?? "")
      reply.append(fill.time.milliseconds)
    }
  }

  private func deliver(_ bar: Bar, _ desk: inout Port) -> CallOutcome {
    store.take(bar)
    return run(.bar, "on_bar", &desk) { reply in
      reply.append(Int64(bar.instrument.index))
      reply.append(bar.interval.rawValue)
      reply.append(bar.start.milliseconds)
      reply.append(NumberReading.double(micros: bar.open.micros))
      reply.append(NumberReading.double(micros: bar.high.micros))
      reply.append(NumberReading.double(micros: bar.low.micros))
      reply.append(NumberReading.double(micros: bar.close.micros))
      reply.append(bar.volume)
    }
  }
}
