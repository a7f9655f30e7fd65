import CLuaBridge
import Glibc
import Market
import Money
import Reporting
import Scripting
import Trading

/// `sauda check`: loads scripts in the sandbox and says what they declare.
public enum ScriptCheck {
  /// Checks scripts in a supervised child and gives the exit code.
  public static func run(_ terms: TermsRequest) -> Int32 {
    SupervisedProcess.run { _ in
      do throws(Stop) {
        sauda_watchdog_start()
        return try check(terms).rawValue
      } catch {
        if !error.message.isEmpty { StandardError.line(error.message) }
        return error.code.rawValue
      }
    }
  }

  private static func check(_ terms: TermsRequest) throws(Stop) -> ExitCode {
    var request = ReplayRequest()
    request.terms = terms
    request.ticks = ["-"]
    let options = try request.checked(.current())
    let loaded = try options.loadScripts(log: ScriptLog(level: options.logLevel))
    let calendar = options.terms.corrections.calendar
    var isLegal = true
    for (place, host) in loaded.scripts.enumerated() {
      let fileName = loaded.facts[place].fileName
      StandardOutput.line(summary(of: host, fileName: fileName))
      for problem in problems(of: host.declaration, calendar) {
        StandardError.line("\(fileName): \(problem.setting): \(problem.description)")
        if problem.severity == .refusal { isLegal = false }
      }
      let source = try ScriptFile.read(options.terms.scripts[place], on: SystemDisk())
      for symbol in host.declaration.symbols where !symbol.contains(":") {
        StandardError.line(
          "\(fileName): symbols: '\(symbol)' names no exchange; expected a symbol such as "
            + "NSE:\(symbol)-EQ, or SIM:\(symbol) for data of your own")
        isLegal = false
      }
      if !knowsItsNames(source, host) { isLegal = false }
    }
    for warning in loaded.instruments.warnings {
      StandardError.line("warning: \(SafeText.escaped(warning))")
    }
    return isLegal ? .done : .answerIsNo
  }

  /// Whether every name that a script and its modules use is somebody's; tells of those that are
  /// nobody's.
  ///
  /// A script that takes globals from a module or out of `_G` may know more than its text shows, so there
  /// an unknown global is a hint only.
  private static func knowsItsNames(_ source: ScriptSource, _ host: ScriptHost<Desk>) -> Bool {
    let unknown = UnknownNames.find(in: source.text)
    let text = String(decoding: source.text, as: UTF8.self)
    var isKnown = unknown.isEmpty || text.contains("_G") || text.contains("require")
    var lines = unknown.map { finding in
      let hint = finding.nearest.map { " (did you mean '\($0)'?)" } ?? ""
      return (finding.line, "nobody defines '\(finding.name)'\(hint)")
    }
    lines += findings(in: source.text, host)
    for (line, sentence) in lines.sorted(by: <) { report(source.fileName, line, sentence) }
    if lines.count > unknown.count { isKnown = false }
    for module in host.modules {
      for (line, sentence) in findings(in: module.text, host) {
        report(ModuleName.file(of: module.name), line, sentence)
        isKnown = false
      }
    }
    return isKnown
  }

  private static func findings(
    in text: [UInt8], _ host: ScriptHost<Desk>
  ) -> [(Int, String)] {
    ScriptReview.findings(
      in: text, symbols: host.declaration.symbols, parameters: host.parameters.map(\.name)
    ).map { ($0.line, $0.sentence) }
  }

  private static func report(_ file: String, _ line: Int, _ sentence: String) {
    StandardError.line("\(file):\(line): \(sentence)")
  }

  /// What the calendar has against a script's times, on the day the check is made.
  private static func problems(
    of declaration: StrategyDeclaration, _ calendar: TradingCalendar
  ) -> [CalendarProblem] {
    let today = IndianTime(EventTime(milliseconds: Int64(time(nil)) * 1_000)).date
    return SessionLegality.problems(of: declaration, calendar, on: today)
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
