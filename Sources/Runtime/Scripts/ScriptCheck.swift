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
    SupervisedProcess.run {
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
    request.scripts = scripts
    request.ticks = ["-"]
    request.parameters = parameters
    let options = try request.checked(.current())
    let loaded = try ReplayScripts(options, log: ScriptLog(level: options.logLevel))
    for (place, host) in loaded.hosts.enumerated() {
      StandardOutput.line(summary(of: host, fileName: loaded.facts[place].fileName))
    }
    return .done
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
