import Trading

/// Protection, put together piece by piece in ``RequestNotes/protection``.
extension ScriptHost {
  /// `protectionStop(unit, number)`.
  func protectionStop(_ values: HostArguments) throws(HostRefusal) {
    requests.protection.stopLoss = try level(values, unit: 0, number: 1, "stop_loss")
  }

  /// `protectionTarget(unit, number, share)`; without a share it is the only one.
  func protectionTarget(_ values: HostArguments) throws(HostRefusal) {
    let level = try level(values, unit: 0, number: 1, "take_profit")
    var targets = requests.protection.targets ?? []
    guard targets.count < 20 else { throw HostRefusal("take_profit: expected at most 20 targets") }
    var share: Int64 = 1_000_000_000
    if !values.isNil(2) {
      guard let number = values.number(2) else {
        throw HostRefusal("take_profit: share: expected a number, was \(values.kind(2))")
      }
      guard number > 0, number <= 1, let nanos = NumberReading.nanos(number), nanos > 0 else {
        throw HostRefusal("take_profit: share: expected above 0 up to 1, was \(number)")
      }
      share = nanos
    }
    let total = targets.reduce(share) { $0 + $1.shareNanos }
    guard total <= 1_000_001_000 else {
      throw HostRefusal("take_profit: the shares sum to more than 1")
    }
    // Shares such as 1/3 sum to 1 only up to binary noise: the last one takes what is missing.
    if (total - 1_000_000_000).magnitude <= 1_000 { share -= total - 1_000_000_000 }
    targets.append(ProtectionRequest.Target(level: level, shareNanos: share))
    requests.protection.targets = targets
  }

  /// `protectionTrail(unit, by, unit, after, unit, step)`.
  func protectionTrail(_ values: HostArguments) throws(HostRefusal) {
    guard let by = try part(values, 0, "trail: by") else { return }
    requests.protection.trail = ProtectionRequest.Trail(
      by: by, after: try part(values, 2, "trail: after", zeroMeansNone: true),
      step: try part(values, 4, "trail: step", zeroMeansNone: true))
  }

  /// `protectionBreakeven(unit, after, unit, offset)`.
  func protectionBreakeven(_ values: HostArguments) throws(HostRefusal) {
    guard let after = try part(values, 0, "breakeven: after") else { return }
    requests.protection.breakeven = ProtectionRequest.Breakeven(
      after: after, offset: try part(values, 2, "breakeven: offset", zeroMeansNone: true))
  }

  /// A distance of a trail or a breakeven.
  ///
  /// A number that is none makes the whole request one the gate denies: the price of its stop is
  /// then none either.
  private func part(
    _ values: HostArguments, _ index: Int, _ what: String, zeroMeansNone: Bool = false
  ) throws(HostRefusal) -> Distance? {
    guard let unit = values.integer(index) else { return nil }
    if zeroMeansNone, values.number(index + 1) == 0 { return nil }
    switch try distance(unit: unit, values, index + 1, what) {
    case .success(let distance): return distance
    case .failure(let flaw):
      requests.protection.stopLoss = .price(.invalid("\(what): \(flaw.text)"))
      return nil
    }
  }

  /// `protectionTimeExit(text)`.
  func protectionTimeExit(_ values: HostArguments) throws(HostRefusal) {
    guard let text = values.text(0) else {
      throw HostRefusal("time_exit: expected text such as \"45m\", was \(values.kind(0))")
    }
    if let seconds = ClockText.duration(text) {
      requests.protection.timeExit = .after(seconds: seconds)
    } else if let second = ClockText.secondOfDay(text) {
      requests.protection.timeExit = .at(secondOfDay: second)
    } else {
      throw HostRefusal(
        "time_exit: expected \"90s\", \"45m\", \"2h\" or \"14:45\", was '\(text.prefix(80))'")
    }
  }

  /// `protectionRule(name, arguments)`.
  func protectionRule(_ values: HostArguments) throws(HostRefusal) {
    guard let name = values.text(0), loaded.ruleLines[name] != nil else {
      throw HostRefusal("rule: unknown rule")
    }
    let arguments = values.bytes(1).map { Array($0) } ?? []
    guard arguments.count <= 4_096 else {
      throw HostRefusal("rule: expected at most 4096 bytes of arguments, was \(arguments.count)")
    }
    requests.protection.rule = ProtectionRequest.Rule(name: name, arguments: arguments)
  }

  /// `protect(instrument)`: true, or false with the code.
  func protect(_ values: HostArguments, _ reply: inout HostReply) throws(HostRefusal) {
    let desk = try desk("protect")
    let instrument = try instrumentID(values, 0)
    requests.protection.source = currentSource()
    switch desk.pointee.protect(instrument, requests.protection) {
    case .accepted: reply.append(true)
    case .denied(let denial): answer(denial, &reply)
    case .misuse(let sentence): throw HostRefusal(sentence)
    }
  }

  /// `unprotect(instrument)`.
  func unprotect(_ values: HostArguments) throws(HostRefusal) {
    let desk = try desk("unprotect")
    desk.pointee.unprotect(try instrumentID(values, 0))
  }
}
