strategy { name = "sh_target_values", symbols = { "SIM:X" }, allow_short = true }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick) eq(reverse(S), nil, "reverse when flat"); eq(target(S, 0), nil, "target 0 when flat"); buy(S, 10) end
plan[2] = function(tick)
  eq(select("#", target(S, 10)) <= 1 and target(S, 10) == nil, true, "nothing to do")
  local a, b = target(S, 15); eq(a.qty, 5, "one"); eq(b, nil, "no second")
end
plan[3] = function(tick) local a, b = reverse(S); eq(a.qty, 15, "close"); eq(b.qty, 15, "opening"); eq(b.side, "SELL", "side") end
plan[4] = function(tick) eq(position(S).qty, -15, "qty") end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
