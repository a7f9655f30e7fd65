import CLuaBridge
package import Market
package import Trading

/// Ticks, the hot path: in a run of many the desk has nothing to do between two callbacks.
extension ScriptHost {
  /// Calls `on_tick` for the ticks of a run, one after the other, until a callback asks the host for
  /// something or fails.
  ///
  /// - Parameters:
  ///   - run: Which ticks, of any symbols of the script; at least one.
  ///   - ticks: The batch they lie in.
  ///   - desk: The desk; it has taken all ticks that were done when this returns.
  /// - Returns: How many ticks were done, and how the last callback ended.
  package func run(_ run: TickRun, of ticks: Span<Tick>, port desk: inout Port) -> RunEnd {
    guard loaded.hasTick else {
      if !run.isTaken { desk.take(run.range, of: run, in: ticks) }
      return RunEnd(count: run.count, outcome: .completed)
    }
    let (status, count) = enter(run, of: ticks, asking: nil, port: &desk)
    guard status == 0, !state.isMentioned else {
      return RunEnd(count: count, outcome: settleTick(status))
    }
    return RunEnd(count: count, outcome: .completed)
  }

  /// Hands the ticks to the bridge with the desk in reach.
  ///
  /// - Parameters:
  ///   - run: Which ticks.
  ///   - ticks: The batch they lie in.
  ///   - rule: The rule that is asked at each, before `on_tick`; nil: none is.
  ///   - desk: The desk; it has taken all ticks that were done when this returns.
  /// - Returns: The bridge's status, and how many ticks were done.
  @inline(__always)
  func enter(
    _ run: TickRun, of ticks: Span<Tick>, asking rule: UnsafeMutablePointer<sauda_rule_run>?,
    port desk: inout Port
  ) -> (status: Int32, count: Int) {
    var count = 1
    let status = ticks.withUnsafeBufferPointer { buffer in
      withUnsafeMutablePointer(to: &desk) { pointer in
        if run.isTaken {
          door.open(to: pointer)
        } else {
          door.open(to: pointer, for: run, of: buffer, in: interpreter.script)
        }
        defer { count = door.close() }
        return call(run, buffer, asking: rule)
      }
    }
    return (status, count)
  }

  /// Hands the ticks to the bridge, whose status is given.
  @inline(__always)
  private func call(
    _ run: TickRun, _ ticks: UnsafeBufferPointer<Tick>,
    asking rule: UnsafeMutablePointer<sauda_rule_run>?
  ) -> Int32 {
    var request = sauda_run()
    request.rule = rule
    // Where only a look at the whole state tells whether a callback may keep it, each stands alone.
    let standsAlone = !settings.takesShortcuts || (state.isMentioned && !logsState)
    request.count = standsAlone ? 1 : Int32(truncatingIfNeeded: run.count)
    let first = run.range.lowerBound
    switch run.places {
    case .stretch(let number):
      request.ticks = ticks.asTheBridgeReadsThem?.advanced(by: first)
      request.first_number = number &+ Int64(first)
      return sauda_call_ticks(interpreter.script, &request, settings.callbackBudget)
    case .picked(let picks, let numbers):
      request.ticks = ticks.asTheBridgeReadsThem
      return picks.withUnsafeBufferPointer { picks in
        numbers.withUnsafeBufferPointer { numbers in
          request.picks = picks.baseAddress?.advanced(by: first)
          request.numbers = numbers.baseAddress
          return sauda_call_ticks(interpreter.script, &request, settings.callbackBudget)
        }
      }
    }
  }

  /// What follows an `on_tick` that failed or may have changed the state.
  @inline(never)
  func settleTick(_ status: Int32) -> CallOutcome {
    guard Int(status) == SAUDA_OK else {
      return fail(sauda_last_outcome(interpreter.script), callback: "on_tick")
    }
    return commit(callback: "on_tick")
  }

  /// Carries out what a callback of a run asked for; whether the run may go on.
  @_specialize(where Port == Desk)
  func settle() -> Bool {
    // What the callback has written to a state was kept before this.
    guard let desk = door.desk else { return false }
    return desk.pointee.settle()
  }
}

extension UnsafeBufferPointer<Tick> {
  fileprivate var asTheBridgeReadsThem: UnsafePointer<sauda_tick>? {
    UnsafeRawPointer(baseAddress)?.assumingMemoryBound(to: sauda_tick.self)
  }
}

extension Tick {
  /// Whether a tick lies in memory as the bridge reads it.
  static var liesAsTheBridgeReadsIt: Bool {
    let offsets = [
      MemoryLayout<Tick>.offset(of: \.time), MemoryLayout<Tick>.offset(of: \.instrument),
      MemoryLayout<Tick>.offset(of: \.bid), MemoryLayout<Tick>.offset(of: \.ask),
      MemoryLayout<Tick>.offset(of: \.ltp), MemoryLayout<Tick>.offset(of: \.volume),
      MemoryLayout<Tick>.offset(of: \.lastQuantity), MemoryLayout<Tick>.offset(of: \.bidQuantity),
      MemoryLayout<Tick>.offset(of: \.askQuantity), MemoryLayout<Tick>.offset(of: \.openInterest),
    ]
    return offsets == [0, 8, 16, 24, 32, 40, 48, 56, 64, 72]
      && MemoryLayout<Tick>.stride == MemoryLayout<sauda_tick>.stride
  }
}
