"""The tables behind scripts/lint: the arrows between targets, the bans, the limits, the bad samples."""

import re
from dataclasses import dataclass

FILE_LIMIT = 400
FUNCTION_LIMIT = 70
TYPE_NAME = r"(?:Utils?|Utilities|Helpers?|Manager|Common)(?![a-z])"

KERNEL = {"Money", "Market", "Trading"}
# Executables: they print, and their errors end in a line for a person. Benchmarks may import anything.
PROGRAMS = r"sauda|[a-z-]+-benchmark|Benchmarks"
BENCHMARKS = r"[a-z-]+-benchmark|Benchmarks"
NIO = {"NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "NIOWebSocket", "NIOFoundationCompat", "NIOConcurrencyHelpers"}

# Who may import whom, besides IMPORTABLE_ANYWHERE. Arrows point only down; a target that is missing
# here is a finding. The kernel has no Foundation; the executable sees the Runtime and little else.
ARROWS = {
    "Money": set(),
    "Market": {"Money"},
    "Trading": {"Money", "Market"},
    "CLua": set(),
    "CLuaBridge": {"CLua"},
    "CZlib": set(),
    "CRecording": set(),
    "CSupervisor": set(),
    "Scripting": KERNEL | {"CLuaBridge", "Glibc", "Synchronization"},
    "Recording": {"Money", "Market", "CZlib", "CRecording", "Glibc", "Synchronization"},
    "Reporting": KERNEL | {"Crypto", "Glibc"},
    "Journal": KERNEL | {"GRDB", "Foundation", "Glibc"},
    "Fyers": KERNEL | NIO | {"AsyncHTTPClient", "Crypto", "Foundation", "Glibc", "Logging", "Synchronization", "SwiftProtobuf"},
    "FyersSimulator": {"Money", "Market", "Recording", "Crypto", "Glibc"} | NIO,
    "Server": KERNEL | NIO | {
        "Reporting", "Crypto", "HummingbirdCore", "HTTPTypes", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "Glibc", "Logging", "Synchronization"},
    "CSeccomp": set(),
    "CWorker": {"CSeccomp"},
    "TestSupport": {"Synchronization"},
    "WorkerDouble": {"Worker", "CWorker"},
    "FyersLive": {"Fyers", "FyersSimulator", "Recording", "Money", "Market"},
    "Worker": KERNEL | {"Scripting", "CLuaBridge", "CWorker", "Glibc", "Synchronization"},
    "Runtime": KERNEL | {
        "Scripting", "Worker", "Recording", "Reporting", "Journal", "Fyers", "FyersSimulator", "Server", "CLuaBridge",
        "CSupervisor", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Histogram", "Logging", "Synchronization",
        "ServiceLifecycle"},
    "sauda": {
        "Money", "Market", "Reporting", "Runtime", "Worker", "FyersSimulator", "ArgumentParser", "Glibc"},
}
IMPORTABLE_ANYWHERE = {"Swift"}
TEST_IMPORTS = {"Testing", "Foundation", "Glibc", "Synchronization", "TestSupport"}


@dataclass(frozen=True)
class Ban:
    """A pattern that may not occur in code; `where` is kernel, sources, tests or everywhere."""

    name: str
    pattern: str
    instead: str
    where: str = "kernel"
    except_targets: str = r"(?!)"
    except_files: str = ""
    what: str = ""

    def applies(self, folder, target, kernel, path):
        if re.fullmatch(self.except_targets, target) or (self.except_files and self.except_files in path):
            return False
        return {"kernel": kernel, "sources": folder == "Sources", "tests": folder == "Tests", "everywhere": True}[self.where]


BANS = [
    Ban("clock", r"\bDate\(|\.now\b|\b(?:Continuous|Suspending)?Clock\b|\bDispatchTime\b|\bclock_gettime\b|\bgettimeofday\b",
        "the time the event carries"),
    Ban("identity", r"\bUUID\(|\bObjectIdentifier\(|\.hashValue\b|\bHasher\(", "a counter"),
    Ban("randomness", r"\.random\(|\bSystemRandomNumberGenerator\b|\.shuffled?\(|\.randomElement\(", "the seeded generator"),
    Ban("concurrency", r"\bTask\b(?!\.isCancelled)|\bawait\b|\basync\b|\bThread\b|\bactor\b|\bDispatchQueue\b|\bMutex\b",
        "a synchronous function; the Runtime owns threads"),
    Ban("floating", r"\b(?:Double|Float|Float32|Float64|Float16|CGFloat|Decimal)\b", "Amount, Price or integers"),
    Ban("order", r"\.(?:keys|values)\b(?!\()", "an array; the order of a dictionary differs between runs"),
    Ban("print", r"(?<![.\w])(?:print|debugPrint|dump)\(", "an effect; the rim writes", "sources", except_targets=PROGRAMS),
    Ban("force", r"\btry!|\bas!|(?<=[\w\)\]\?>])!(?![=\w])", "a guard, #require or a typed error", "everywhere"),
    Ban("swallow", r"\btry\?", "do and catch, so that no error gets lost", "sources"),
    Ban("crash", r"(?<![.\w])fatalError\(", "precondition with a sentence, or a typed error", "sources"),
    Ban("throws", r"^(?!.*\b(?:init\(from|encode\(to) ).*?\bthrows\b(?!\s*\()", "typed throws", "sources", except_targets=PROGRAMS, what="an error without a type"),
    Ban("environment", r"(?<![.\w])getenv\(|ProcessInfo\.processInfo\.environment", "Configuration.swift", "sources",
        except_files="Configuration"),
    Ban("detached", r"\bTask\.detached\b", "structured tasks", "everywhere"),
    Ban("sleep", r"(?<!func )\b(?:sleep|usleep|nanosleep)\(", "a clock that the test advances", "tests"),
    Ban("xctest", r"\bXCT\w+", "Swift Testing", "tests"),
]

# (rule that must find something, path, text); a rule of "" marks text in which nothing may be found.
SAMPLES = [
    ("arrow", "Sources/Money/A.swift", "import Foundation\n"),
    ("arrow", "Sources/Market/A.swift", "public import Trading\n"),
    ("arrow", "Sources/sauda/A.swift", "@testable import struct Scripting.Host\n"),
    ("arrow", "Sources/Nowhere/A.swift", "\n"),
    ("arrow", "Tests/MoneyTests/A.swift", "import Runtime\n"),
    ("clock", "Sources/Trading/A.swift", "let t = Date()\n"),
    ("clock", "Sources/Trading/A.swift", "let t = ContinuousClock.now\n"),
    ("identity", "Sources/Trading/A.swift", "let id = UUID()\n"),
    ("randomness", "Sources/Trading/A.swift", "let n = Int.random(in: 0..<2)\n"),
    ("concurrency", "Sources/Trading/A.swift", "Task { await f() }\n"),
    ("concurrency", "Sources/Trading/A.swift", "func f() async {}\n"),
    ("floating", "Sources/Money/A.swift", "let x: Double = 1\n"),
    ("order", "Sources/Market/A.swift", "for k in book.keys {}\n"),
    ("print", "Sources/Market/A.swift", "print(1)\n"),
    ("force", "Sources/Reporting/A.swift", "let x = y!\n"),
    ("force", "Tests/MoneyTests/A.swift", "let x = try! f()\n"),
    ("force", "Tests/MoneyTests/A.swift", "let x = a[0]!.b\n"),
    ("swallow", "Sources/Reporting/A.swift", "let x = try? f()\n"),
    ("crash", "Sources/Reporting/A.swift", "fatalError()\n"),
    ("throws", "Sources/Reporting/A.swift", "func f() throws -> Int { 1 }\n"),
    ("environment", "Sources/Runtime/A.swift", 'let x = getenv("HOME")\n'),
    ("detached", "Sources/Runtime/A.swift", "Task.detached {}\n"),
    ("sleep", "Tests/MoneyTests/A.swift", "Task.sleep(for: .seconds(1))\n"),
    ("xctest", "Tests/MoneyTests/A.swift", "XCTAssert(true)\n"),
    ("todo", "Sources/Money/A.swift", "// TO" + "DO: later\n"),
    ("unsafe", "Sources/Runtime/A.swift", "final class A: @unchecked Sendable {}\n"),
    ("one-type", "Sources/Money/A.swift", "struct A {}\n\nenum B {}\n"),
    ("name", "Sources/Money/A.swift", "struct PriceHelper {}\n"),
    ("name", "Sources/Money/PriceUtils.swift", "\n"),
    ("doc", "Sources/Money/A.swift", "package func f() {}\n"),
    ("doc", "Sources/Money/A.swift", "  package static let a = 1\n"),
    ("sentence", "Tests/MoneyTests/A.swift", "@Test func f() {}\n"),
    ("length", "Sources/Money/A.swift", "func f(\n  a: Int\n) {\n" + "  g()\n" * 70 + "}\n"),
    ("length", "Sources/CLuaBridge/a.c", "int f(int a)\n{\n" + "  g();\n" * 70 + "}\n"),
    ("length", "scripts/a.py", "def f():\n" + "    g()\n" * 70),
    ("length", "Sources/Money/A.swift", "\n" * 400),
    ("blank", "scripts/a", "#!/usr/bin/env bash\ntrue \n"),
    ("script", "scripts/a", "#!/bin/sh\n"),
    ("syntax", "scripts/a.py", "def\n"),
    ("", "Sources/Money/A.swift", "// Double, Date() and UUID() in a comment\nlet a = \"Task \\(f(\"await\"))\"\n"),
    ("", "Sources/Runtime/A.swift", "init(from decoder: any Decoder) throws {}\n"),
    ("", "Sources/feed-benchmark/A.swift", "import Fyers\nprint(1)\n"),
    ("", "Sources/Money/A.swift", "let a = b != c\nlet d = !e\n"),
    ("", "Sources/Market/A.swift", "/// A sum.\n@inline(__always)\npackage func f() throws(MoneyError) {}\n"),
    ("", "Sources/Money/A.swift", "// lint: allow floating, because Lua speaks it\nlet x: Double = 1\n"),
    ("", "Sources/Money/A.swift", "protocol A {\n  func f()\n  func g()\n}\n" + "\n" * 80 + "extension B {\n}\n"),
]
