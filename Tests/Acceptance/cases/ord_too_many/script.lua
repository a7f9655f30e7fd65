strategy { name = "ord_too_many", symbols = { "SIM:X" } }
local S = "SIM:X"
local plan = {}
local rest, asked = nil, 0
plan[1] = function(tick) rest = buy(S, 1, { type = "limit", price = 50 }) end
plan[2] = function(tick) for i = 1, 20 do buy(S, 1) end asked = 20 end
function on_fill(fill)
  for i = 1, math.min(600, 10001 - asked) do
    asked = asked + 1
    if i % 2 == 0 then protect(S, { stop_loss = 40 + asked / 1000 }) else modify(rest, { price = 50 + asked / 1000 }) end
  end
  if asked == 10001 then log.info("asked %d", asked) end
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
