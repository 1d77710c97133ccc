-- Who was there when, with the day the same person was there before: the number of people in any
-- span of days is the number of rows whose previous day lies before the span. No hashing, and exact.
CREATE TABLE mart.visitor_days (
    day DATE NOT NULL,
    hour UTINYINT NOT NULL,
    channel VARCHAR,
    person UBIGINT NOT NULL,
    previous_day DATE,
    previous_day_in_channel DATE
);

CREATE TABLE mart.buyer_days (
    day DATE NOT NULL,
    hour UTINYINT NOT NULL,
    channel VARCHAR,
    person UBIGINT NOT NULL,
    previous_day DATE,
    previous_day_in_channel DATE
);
