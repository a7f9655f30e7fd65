strategy { name = "nam_every_table", symbols = { "SIM:X" }, bars = { "1m" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
local seen = {}
local function odd(what, read, near)
  local ran, why = pcall(read)
  eq(ran, false, what)
  eq(why:find("did you mean", 1, true) ~= nil and why:find(near, 1, true) ~= nil, true, what .. ": " .. why)
  seen[#seen + 1] = what
end
rule("watch", function(pos, tick)
  if #seen < 20 then odd("pos", function() return pos.avgprice end, "avg_price") end
end)
function on_start(ctx) odd("ctx", function() return ctx.resume end, "resumed") end
function on_bar(bar) odd("bar", function() return bar.clsoe end, "close") end
function on_fill(fill) odd("fill", function() return fill.comission end, "commission") end
function on_order(order) odd("on_order", function() return order.staus end, "status") end
function on_position(pos, event) odd("on_position", function() return pos.is_flt end, "is_flat") end
plan[1] = function(tick)
  odd("tick", function() return tick.lpt end, "ltp")
  odd("position", function() return position(S).avgprice end, "avg_price")
  odd("account", function() return account().equty end, "equity")
  odd("instrument", function() return instrument(S).incremnt end, "increment")
  odd("clock", function() return clock().minutes end, "minute")
  odd("clock(ms)", function() return clock(0).hourr end, "hour")
  odd("ta", function() return ta.emaa end, "ema")
  odd("quote", function() return quote(S).asq end, "ask")
  local o = buy(S, 10, { rule = "watch" })
  odd("order", function() return o.fileld end, "filled")
end
plan[3] = function(tick) eq(#seen >= 15, true, table.concat(seen, " ")); close(S) end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
