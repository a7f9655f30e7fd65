import Reporting
import Server

enum EventText {
  static func json(_ event: SessionEvent) -> String { "" }
  static func summary(of report: SessionReport, recording: String?) -> String { "" }
}
