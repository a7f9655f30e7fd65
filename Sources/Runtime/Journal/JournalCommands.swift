import Journal
import Money
import Reporting

/// The verbs that look at the journal of an account.
public enum JournalCommands {
  /// `sauda journal check`: pages, chain, contents and books, also beside a running session.
  public static func check(_ folder: String) -> Int32 {
    guarded { () throws(JournalError) in
      let audit = try JournalAudit.inspect(folder)
      StandardOutput.line(
        "\(SafeText.escaped(folder)): sound: \(IndianGrouping.grouped("\(audit.commits)")) commits, "
          + "\(IndianGrouping.grouped("\(audit.entries)")) entries, up to \(audit.lastHashText)")
    }
  }

  /// `sauda journal backup`: a complete copy, also beside a running session.
  public static func backup(_ folder: String, to file: String) -> Int32 {
    guarded { () throws(JournalError) in
      try Journal.backup(folder, to: file)
      StandardError.line("\(file): copied; `sauda journal check` takes it too")
    }
  }

  /// `sauda sessions`: the sessions of an account, oldest first.
  public static func sessions(_ folder: String, isJSON: Bool) -> Int32 {
    guarded { () throws(JournalError) in
      let reader = try JournalReader(at: folder)
      var list = SessionList(account: try reader.account())
      var last: Int64 = 0
      while true {
        let page = try reader.sessions(after: last)
        for session in page {
          list.add(session, orders: try reader.orderCount(of: session.number))
        }
        guard let newest = page.last else { break }
        last = newest.number
      }
      StandardOutput.write(isJSON ? list.json() : list.text())
    }
  }

  /// `sauda orders`: the orders of an account or a session with all that became of them.
  ///
  /// - Parameters:
  ///   - folder: The account's folder.
  ///   - session: Those of a session; nil: of the account.
  ///   - isJSON: As JSON rather than a table.
  /// - Returns: The exit code.
  public static func orders(_ folder: String, session: Int64?, isJSON: Bool) -> Int32 {
    guarded { () throws(JournalError) in
      let reader = try JournalReader(at: folder)
      if let session, try reader.session(session) == nil {
        throw .refused(
          path: folder,
          reason: "expected a session from 1 to \(try reader.sessionCount()), found \(session); "
            + "`sauda sessions` lists them")
      }
      var list = JournalOrderList(isJSON: isJSON)
      StandardOutput.write(list.begin())
      var last: Int64 = 0
      while true {
        let page = try reader.orders(of: session, after: last)
        guard let newest = page.last else { break }
        last = newest.order.entry.number
        for order in page {
          let fills = try reader.fills(order: order.order.entry.number, limit: 100_000)
          list.add(order, fills)
        }
        StandardOutput.write(list.take())
      }
      StandardOutput.write(list.end())
    }
  }

  private static func guarded(_ body: () throws(JournalError) -> Void) -> Int32 {
    do throws(JournalError) {
      try body()
      return ExitCode.done.rawValue
    } catch {
      StandardError.line(error.description)
      switch error {
      case .damaged: return ExitCode.answerIsNo.rawValue
      case .foreign, .newer: return ExitCode.badInput.rawValue
      case .inUse: return ExitCode.temporary.rawValue
      case .refused: return ExitCode.usage.rawValue
      default: return ExitCode.inputOutput.rawValue
      }
    }
  }
}
