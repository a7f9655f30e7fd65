import Testing

@testable import Scripting

@Suite("Scripts that keep no tick share one object")
struct TickSharingTests {
  private func isSafe(_ text: String) -> Bool? {
    LuaOutline(Array(text.utf8)).map(TickSharing.isSafe)
  }

  @Test(
    "a tick that is read and passed on is not kept",
    arguments: [
      "local function f(t) return t.ltp end function on_tick(t) f(t) end",
      "local f = function(t) return t.bid end function on_tick(t) x = f(t) end",
      "local f function f(t) return t.ltp end function on_tick(t) f(t) end",
      "function f(a, t) return t.ltp + a end function on_tick(t) f(t.ask, t) f({ 1, 2 }, t) end",
      "function f(t) g(t) end function g(t) return t.symbol:lower() end function on_tick(t) f(t) end",
      "local function f(t, n) if n > 0 then f(t, n - 1) end end function on_tick(t) f(t, 3) end",
      "local function f(a) end function on_tick(t) f(1, t) end",
      "local function f(t) return t.lst end on_tick = function(t) if f(t) then x = 1 end end",
      "function on_tick(t) x = t.ltp.y t.ltp() end", "function on_tick() end",
      "local function f(t) return t.ltp end function on_tick(t) return f(t), f(t) end",
    ])
  func harmless(text: String) { #expect(isSafe(text) == true) }

  @Test(
    "any doubt gives each tick an object of its own",
    arguments: [
      "function on_tick(t) kept = t end", "function on_tick(t) local u = t end",
      "function on_tick(t) return t end", "function on_tick(t) print(t) end",
      "function on_tick(t) x[1] = t end", "function on_tick(t) x = { t } end",
      "function on_tick(t) f { t } end", "function on_tick(t) f({ 1, t }) end",
      "function on_tick(t) x = function() return t.ltp end end",
      "function on_tick(t) x = t:copy() end", "function on_tick(t) t = 1 end",
      "function on_tick(t) t.ltp = 1 end", "function on_tick(...) f(...) end",
      "local function f(t) kept = t end function on_tick(t) f(t) end",
      "local function f(...) kept = ... end function on_tick(t) f(t) end",
      "local function f(a, ...) kept = ... end function on_tick(t) f(1, t) end",
      "local function f(t) return function() return t.ltp end end function on_tick(t) f(t) end",
      "local function f(t) end f = print function on_tick(t) f(t) end",
      "local function f(t) end f, x = print, 1 function on_tick(t) f(t) end",
      "function f(t) end function f(t) kept = t end function on_tick(t) f(t) end",
      "local f = f or function(t) end function on_tick(t) f(t) end",
      "local f, g = pick() function on_tick(t) f(t) end",
      "function run(f) f(1) function on_tick(t) f(t) end end",
      "local f = print function f(t) end function on_tick(t) f(t) end",
      "function f(t) end _G.f = print function on_tick(t) f(t) end",
      "require 'lib.f' function f(t) end function on_tick(t) f(t) end",
      "function m.f(t) end function on_tick(t) m.f(t) end",
      "function m:f(t) end function on_tick(t) m:f(t) end",
      "local function f(t) end function on_tick(t) f((t)) end",
      "local function f(t) end function on_tick(t) (f)(t) end",
      "local function f(t) end function on_tick(t) pcall(f, t) end",
      "local function f(t) end function on_tick(t) f(x and t) end",
      "local function f(t) coroutine.yield() return t.ltp end function on_tick(t) f(t) end",
      "local function f(t) end function on_tick(t) x, y, z = f(1), t, 2 end",
      "local function f(t) end function on_tick(t) local x, y, z = f(1), t, 2 end",
      "local function f(t) end function on_tick(t) f(function() local a, b = 1, 2 end, t) end",
      "local function f(t) end function on_tick(t) f(#t) f(t == 1) end",
      "function on_tick(t) for i = 1, t do end end", "local function on_tick(t) end",
      "function on_tick(t) end f(on_tick)", "function on_tick(t) local x <close> = f(1) end",
    ])
  func doubtful(text: String) { #expect(isSafe(text) == false) }
}
