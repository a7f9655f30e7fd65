import CLuaBridge
import Glibc
import Market
import Money
import Scripting
import Trading

/// `sauda check`: loads scripts in the sandbox and says what they declare.
public enum ScriptCheck {
  /// Checks scripts in a supervised child and gives the exit code.
  public static func run(scripts: [String], parameters: [String]) -> Int32 {
    SupervisedProcess.run { _ in
      do throws(Stop) {
        sauda_watchdog_start()
        return try check(scripts, parameters).rawValue
      } catch {
        if !error.message.isEmpty { StandardError.line(error.message) }
        return error.code.rawValue
      }
    }
  }

  private static func check(_ scripts: [String], _ parameters: [String]) throws(Stop) -> ExitCode {
    var request = ReplayRequest()
    request.terms.scripts = scripts
    request.ticks = ["-"]
    request.terms.parameters = parameters
    let options = try request.checked(.current())
    let loaded = try options.loadScripts(log: ScriptLog(level: options.logLevel))
    var isLegal = true
    for (place, host) in loaded.scripts.enumerated() {
      let fileName = loaded.facts[place].fileName
      StandardOutput.line(summary(of: host, fileName: fileName))
      for problem in problems(of: host.declaration) {
        StandardError.line("\(fileName): \(problem.setting): \(problem.description)")
        if problem.severity == .refusal { isLegal = false }
      }
      if try !knowsItsNames(options.terms.scripts[place]) { isLegal = false }
    }
    return isLegal ? .done : .answerIsNo
  }

  /// Whether every name a script uses is somebody's; tells of those that are nobody's.
  ///
  /// A script that takes globals from a module or out of `_G` may know more than its text shows, so there
  /// it is a hint only.
  private static func knowsItsNames(_ path: String) throws(Stop) -> Bool {
    let source = try ScriptFile.read(path, on: SystemDisk())
    let findings = UnknownNames.find(in: source.text)
    for finding in findings {
      let hint = finding.nearest.map { " (did you mean '\($0)'?)" } ?? ""
      StandardError.line(
        "\(source.fileName):\(finding.line): nobody defines '\(finding.name)'\(hint)")
    }
    let text = String(decoding: source.text, as: UTF8.self)
    return findings.isEmpty || text.contains("_G") || text.contains("require")
  }

  /// What the calendar has against a script's times, on the day the check is made.
  private static func problems(of declaration: StrategyDeclaration) -> [CalendarProblem] {
    let squareOff: SquareOffTime =
      switch declaration.squareOff {
      case .never: .never
      case .auto: .automatic
      case .at(let second): ClockTime(secondOfDay: second).map { .at($0) } ?? .never
      }
    return TradingCalendar.standard.problems(
      squareOff: squareOff,
      noEntryAfter: declaration.noEntryAfterSecond.flatMap { ClockTime(secondOfDay: $0) },
      symbols: declaration.symbols,
      product: HoldingProduct(rawValue: declaration.product.rawValue) ?? .intraday,
      on: IndianTime(EventTime(milliseconds: Int64(time(nil)) * 1_000)).date)
  }

  private static func summary(of host: ScriptHost<Desk>, fileName: String) -> String {
    let declaration = host.declaration
    var lines = ["\(fileName): \(declaration.name), version \(declaration.version), loads"]
    lines.append("  symbols     " + declaration.symbols.joined(separator: " "))
    if !declaration.bars.isEmpty {
      lines.append("  bars        " + declaration.bars.joined(separator: " "))
    }
    lines.append("  product     " + declaration.product.rawValue)
    for parameter in host.parameters {
      lines.append(
        "  parameter   \(parameter.name) = \(parameter.value) (\(parameter.expectation))")
    }
    if !host.rules.isEmpty { lines.append("  rules       " + host.rules.joined(separator: " ")) }
    lines.append("  callbacks   " + host.callbacks.joined(separator: " "))
    return lines.joined(separator: "\n")
  }
}
