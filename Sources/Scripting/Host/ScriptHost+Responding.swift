import CLuaBridge
import Trading

extension ScriptHost {
  /// Answers a call from the prelude.
  ///
  /// Specialised for the engine's own desk: through the protocol every call would copy a desk.
  @_specialize(where Port == Desk)
  func respond(
    to function: Int32, _ values: HostArguments, _ reply: inout HostReply
  ) throws(HostRefusal) {
    switch HostFunction(rawValue: function) {
    case .declareField, .declareSymbol, .declareBar, .declareLimit, .declareDone,
      .declareParameter, .declareRule:
      try declare(HostFunction(rawValue: function), values, &reply)
    case .place: try place(values, &reply)
    case .close: try closePosition(values, &reply)
    case .target: try target(values, &reply)
    case .cancel: try cancel(values, &reply)
    case .cancelAll: try cancelAll(&reply)
    case .modify: try modify(values, &reply)
    case .pending: try pending(values, &reply)
    case .orderField: try orderField(values, &reply)
    case .findOrder: try findOrder(values, &reply)
    case .denialDetail: denialDetail(values, &reply)
    case .protectionBegin: requests.protection = ProtectionRequest()
    case .protectionStop: try protectionStop(values)
    case .protectionTarget: try protectionTarget(values)
    case .protectionTrail: try protectionTrail(values)
    case .protectionBreakeven: try protectionBreakeven(values)
    case .protectionTimeExit: try protectionTimeExit(values)
    case .protectionRule: try protectionRule(values)
    case .protectionWiden: requests.protection.allowsWidening = true
    case .protect: try protect(values, &reply)
    case .unprotect: try unprotect(values)
    case .position: try position(values, &reply)
    case .account: try account(&reply)
    case .quote: try quote(values, &reply)
    case .instrument: try instrument(values, &reply)
    case .now: try now(&reply)
    case .clock: try clock(values, &reply)
    case .session: try session(values, &reply)
    case .sizeByRisk: try sizeByRisk(values, &reply)
    case .series, .barCount, .bar, .barValue, .newIndicator, .updateIndicator, .indicatorValue,
      .indicatorPast, .indicatorReady:
      try study(HostFunction(rawValue: function), values, &reply)
    case .setTimer: try setTimer(values)
    case .cancelTimer: cancelTimer(values, &reply)
    case .log: try log(values)
    case .plot: try plot(values)
    case .mark: try mark(values)
    case .module: try module(values, &reply)
    case .refusal: refusal(values, &reply)
    case nil: throw HostRefusal("unknown host function \(function)")
    }
  }

  /// The desk; refused while no call of the engine's runs.
  @inline(__always)
  func desk(_ what: @autoclosure () -> String) throws(HostRefusal) -> UnsafeMutablePointer<Port> {
    guard let desk = door.desk else {
      throw HostRefusal(
        "\(what()): not available while the script loads; use it in on_start or a later callback")
    }
    return desk
  }

  /// The `file.lua:12` of the script's line that runs; empty when none does.
  func currentSource() -> String {
    var file: UnsafePointer<CChar>?
    var line: Int32 = 0
    guard sauda_current_line(interpreter.script, &file, &line), let file else { return "" }
    let name = String(cString: file)
    return name == fileName ? source(atLine: line) : "\(name):\(line)"
  }

  /// The `file.lua:12` of a line of the script's own file.
  func source(atLine line: Int32) -> String {
    let place = Int(line)
    if place < requests.lines.count, !requests.lines[place].isEmpty { return requests.lines[place] }
    while requests.lines.count <= place { requests.lines.append("") }
    requests.lines[place] = "\(fileName):\(line)"
    return requests.lines[place]
  }
}
