-- The keys min-gap and max-gap are named min-interval and max-interval.
update watch set polling = replace(replace(polling, '"minGap":', '"minInterval":'), '"maxGap":', '"maxInterval":');
