create table if not exists message (
  id bigint generated always as identity primary key,
  nickname varchar(24) not null,
  text varchar(500) not null,
  at timestamp(3) with time zone not null
);
