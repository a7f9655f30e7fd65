/// The length of a bar, in the words of scripts.
public enum BarInterval: String, Sendable, CaseIterable {
  case s1 = "1s"
  case s5 = "5s"
  case s15 = "15s"
  case s30 = "30s"
  case m1 = "1m"
  case m3 = "3m"
  case m5 = "5m"
  case m10 = "10m"
  case m15 = "15m"
  case m30 = "30m"
  case h1 = "1h"
  case d1 = "1d"
}
